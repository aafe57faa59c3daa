import type { errors as es } from '#lib/app/i18n/es/errors.ts';

export const errors: typeof es = {
	unreachable: {
		title: 'Minga cannot be reached',
		detail: 'Check your signal and try again. What you wrote is still here.'
	},
	unreadable: {
		title: 'Minga gave an answer that makes no sense',
		detail: 'Try again in a moment. If it happens again, tell the cooperative.'
	},
	signedOut: { title: 'Your session has ended', detail: 'Sign in again to go on where you were.' },
	forbidden: {
		title: 'This part does not belong to your account',
		detail: 'If you should see it, ask the cooperative for access.'
	},
	notFound: {
		title: 'We cannot find this page',
		detail: 'The link may be incomplete, or the page may be gone.'
	},
	stale: {
		title: 'Somebody changed this while you were looking',
		detail: 'Load it again to see the latest, then repeat your change.'
	},
	busy: { title: 'Too many tries in a row', detail: 'Wait a minute and try again.' },
	other: { title: 'Something went wrong', detail: 'Try again. If it happens again, tell the cooperative.' },
	line: (n) => `line ${n}`,
	checkFields: 'Please check the marked fields.'
};
