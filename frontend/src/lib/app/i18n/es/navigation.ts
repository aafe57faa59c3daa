export const navigation = {
	groupData: 'Datos',
	baskets: 'Canastas',
	arrivals: 'Llegadas',
	invoices: 'Facturas',
	groupOperation: 'Funcionamiento',
	batches: 'Lotes',
	money: 'Dinero',
	workshop: 'Taller',
	groupSales: 'Ventas y cobros',
	groupPay: 'Pagar a los talleres',
	groupWeek: 'La semana',
	groupGoods: 'Lo que se vende',
	groupPeople: 'Quiénes',
	allocation: 'Reparto',
	catalogue: 'Catálogo',
	checkSeal: 'Comprobar un sello'
};
