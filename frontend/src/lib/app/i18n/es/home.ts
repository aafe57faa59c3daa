/** The home page. */
export const home = {
	title: 'Hecho entre vecinos, en la Patagonia',
	lead: 'Una minga es juntarse para hacer lo que nadie puede solo. Aquí se juntan los talleres de Aysén que hacen miel, mermeladas, quesos, ahumados y licores, para llegar a su mesa, su hotel o su tienda.',
	toCatalogue: 'Ver el catálogo',
	toSignIn: 'Ingresar para pedir',
	sealTitle: 'Un sello que se gana y se mantiene',
	seal: [
		{
			title: 'Lugar',
			text: 'Cada producto dice quién lo hizo y en qué comuna. El código del envase lo demuestra.'
		},
		{
			title: 'Tradición',
			text: 'Recetas de familia, hechas en cantidades pequeñas y con un protocolo que escribimos juntos.'
		},
		{
			title: 'Cuidado',
			text: 'Del agua, del bosque y de las cosechas. Lo que no está en su temporada no se ofrece.'
		}
	],
	sealRule: 'Nada se vende sin un certificado vigente el día de la entrega.',
	howTitle: 'Una semana en la minga',
	how: [
		{ title: 'Usted pide', text: 'Hoteles, restaurantes y tiendas piden hasta el cierre de la semana.' },
		{
			title: 'El grupo reparte',
			text: 'El trabajo se divide con una regla justa que cualquiera puede comprobar.'
		},
		{ title: 'Los talleres hacen', text: 'Cada familia acepta su encargo y prepara sus lotes.' },
		{ title: 'Todo queda claro', text: 'Cada peso pagado dice de qué entrega viene y a quién fue.' }
	]
};
