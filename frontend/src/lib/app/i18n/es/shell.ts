/** The layout: areas, navigation, language, session. */
export const shell = {
	tagline: 'Talleres familiares de Aysén',
	menu: 'Menú',
	mainNavigation: 'Navegación principal',
	language: 'Idioma',
	signIn: 'Ingresar',
	signOut: 'Salir',
	myPlace: 'Mi espacio',
	areas: {
		buyer: 'Compras',
		producer: 'Mi taller',
		staff: 'Cooperativa'
	},
	offline: 'Sin señal. Lo que escriba queda guardado en este teléfono hasta que vuelva.',
	online: 'Volvió la señal.',
	demo: 'Demostración: una cooperativa ficticia con datos inventados.',
	footer: {
		about: 'Minga es el mercado de un grupo de talleres familiares de la Patagonia: venden juntos, bajo un mismo sello de calidad.',
		place: 'Región de Aysén, Chile'
	}
};
