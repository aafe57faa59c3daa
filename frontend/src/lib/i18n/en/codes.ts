import type { Dictionary } from '../es';

export const codes: Dictionary['codes'] = {
	unauthenticated: 'Your session has ended. Sign in again to go on where you were.',
	forbidden: 'Your account may not do this. If it should, ask the cooperative for access.',
	not_found: 'This does not exist, or does not belong to your account.',
	stale: 'Somebody changed this while you were looking. Load it again and repeat your change.',
	too_large: 'The file or the text is too large.',
	too_many: 'Too many tries in a row, or too many lines. Wait a minute or send fewer.',
	unavailable: 'Minga is very busy. Wait a moment and try again.',
	internal: 'Something failed on our side. Try again; if it happens again, tell the cooperative.',
	idempotency_key_in_use: 'Your last sending is still being worked on. Wait a few seconds.',
	idempotency_key_reused: 'Your first sending did arrive. Load again to see it before sending another.',
	body_too_slow: 'The signal is very slow and not all of it arrived. Try again.',
	invalid_body: 'Some data must be corrected.',
	invalid_form: 'Some data must be corrected.',
	malformed: 'Some data must be corrected.',
	cursor_invalid: 'This page of the list no longer exists. Go back to the beginning of the list.',
	required: 'This is missing.',
	invalid: 'This is not valid.',
	invalid_format: 'This does not have the expected form.',
	not_allowed: 'Choose one of the options.',
	out_of_range: 'This number is too small or too large.',
	too_short: 'This text is too short.',
	too_long: 'This text is too long.',
	too_few: 'Lines are missing.',
	wrong_type: 'This does not have the expected form.',
	control_character: 'This text holds signs that cannot be stored. Please type it again.'
};
