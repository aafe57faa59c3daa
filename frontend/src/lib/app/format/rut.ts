/** The check digit of a Chilean RUT: modulo 11 with the weights 2…7 from the right. */
export function rutCheckDigit(body: string): string {
	let sum = 0;
	for (let i = 0; i < body.length; i += 1) {
		sum += Number(body[body.length - 1 - i]) * (2 + (i % 6));
	}
	const rest = 11 - (sum % 11);
	if (rest === 11) return '0';
	return rest === 10 ? 'K' : String(rest);
}

/** Formats a RUT as `12.345.678-5`; returns other text unchanged. */
export function formatRut(text: string): string {
	const match = /^(\d{1,9})-?([\dkK])$/.exec(text.replace(/[.\s]/g, ''));
	if (!match?.[1] || !match[2]) return text;
	return `${match[1].replace(/\B(?=(\d{3})+$)/g, '.')}-${match[2].toUpperCase()}`;
}

/** Whether the text is a RUT whose check digit holds. */
export function isRut(text: string): boolean {
	const match = /^(\d{1,9})-?([\dkK])$/.exec(text.replace(/[.\s]/g, ''));
	if (!match?.[1] || !match[2]) return false;
	return rutCheckDigit(match[1]) === match[2].toUpperCase();
}
