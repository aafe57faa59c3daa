import { formatRut, isRut } from '#lib/app/format/rut.ts';

/** A RUT while it is typed: dots and dash appear by themselves. A tax id of another country begins with letters and stays as it is. */
export function typedRut(text: string): string {
	if (/^\s*[a-z]/i.test(text)) return text;
	const plain = text.replace(/[^\dkK]/g, '').slice(0, 10);
	return plain.length < 2 ? plain : formatRut(plain);
}

/** Whether the text is a RUT, or the tax id of another country after the two letters of that country. */
export function isTaxId(text: string): boolean {
	const foreign = /^([a-z]{2})\s?([a-z\d./ -]{1,30})$/i.exec(text.trim());
	return foreign ? foreign[1]?.toUpperCase() !== 'CL' && /\d/.test(foreign[2] ?? '') : isRut(text);
}
