/** Addresses that have moved, by their former path: mails and bookmarks still lead to those. */
const MOVED: Readonly<Record<string, string>> = {
	'/cuota': '/encargo',
	'/first-run': '/primera-cuenta',
	'/set-password': '/contrasena',
	'/taller/unidad': '/taller/mi-taller'
};

/** The present path of a page; the same path where it has not moved. */
export function currentPath(path: string): string {
	const former = path.replace(/\/$/, '');
	return Object.hasOwn(MOVED, former) ? (MOVED[former] as string) : path;
}
