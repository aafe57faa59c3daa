/** Messages by HTTP status, for problems without a sentence of their own. */
export const errors = {
	unreachable: {
		title: 'No hay conexión con Minga',
		detail: 'Revise su señal e intente de nuevo. Lo que escribió sigue aquí.'
	},
	unreadable: {
		title: 'Minga respondió algo que no se entiende',
		detail: 'Intente de nuevo en un momento. Si se repite, avise a la cooperativa.'
	},
	signedOut: { title: 'Su sesión terminó', detail: 'Ingrese otra vez para seguir donde estaba.' },
	forbidden: {
		title: 'Esta parte no es de su cuenta',
		detail: 'Si le corresponde verla, pida a la cooperativa que le dé acceso.'
	},
	notFound: {
		title: 'No encontramos esta página',
		detail: 'Puede que el enlace esté incompleto o que ya no exista.'
	},
	stale: {
		title: 'Alguien cambió esto mientras usted lo veía',
		detail: 'Vuelva a cargar para ver lo último y repita su cambio.'
	},
	busy: { title: 'Demasiados intentos seguidos', detail: 'Espere un minuto e intente de nuevo.' },
	other: { title: 'Algo salió mal', detail: 'Intente de nuevo. Si se repite, avise a la cooperativa.' },
	line: (n: number) => `línea ${n}`,
	checkFields: 'Revise los datos marcados.'
};
