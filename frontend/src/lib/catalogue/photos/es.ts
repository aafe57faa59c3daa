/** Texts of the screen on which staff keep the photos of a product. */
export const texts = {
	title: 'Fotos',
	lead: 'La primera es la portada: es la que se ve en el catálogo y al pedir.',
	none: 'Todavía no hay fotos: el catálogo muestra el dibujo de la familia. Agregue la primera.',
	full: (n: number) => `Ya están sus ${n} fotos. Borre una para agregar otra.`,
	add: 'Agregar fotos',
	hint: (n: number) => `JPEG, PNG o WebP, hasta ${n} por producto. El lugar donde se tomó no se guarda.`,
	waiting: 'En espera.',
	sending: (name: string) => `Enviando ${name}`,
	preparing: 'Ya llegó: la estamos preparando.',
	giveUp: 'Descartar',
	cover: 'portada',
	withoutText: 'Sin descripción.',
	makeCover: 'Usar de portada',
	earlier: 'Mover antes',
	describe: 'Describir',
	textLead: 'Qué se ve en la foto, en pocas palabras. Sale bajo la foto y la escucha quien no puede verla.',
	textEs: 'En español',
	textEn: 'En inglés',
	remove: 'Borrar',
	removeAsk: 'La foto deja de verse en todas partes.'
};
