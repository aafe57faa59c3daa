/** The catalogue that a buyer takes to its own shop: an independent reader of the vocabulary reads it. */
import assert from 'node:assert/strict';
import { CatalogItem, Connector, Offer, SuppliedProduct } from '@datafoodconsortium/connector';
import { csvRows, save } from './support/files.ts';
import { journey, PHONE } from './support/journey.ts';

journey('a shop takes the catalogue at its prices, and the connector of the vocabulary reads it', async (people) => {
	const page = await people.person('shop', { size: PHONE });
	// The public pages know a person only after a page of the person's own.
	await page.goto('/compras');
	await page.getByRole('heading', { level: 1 }).waitFor();
	await page.goto('/catalogo');
	await page.getByRole('heading', { name: 'Llevar el catálogo a su tienda' }).waitFor();
	await people.look(page, 'catalogue-files-phone');

	const table = await save(page, page.getByRole('link', { name: 'CSV' }));
	assert.equal(table.name, 'catalogo.csv');
	const [header = []] = csvRows(table.bytes);
	assert.deepEqual(header.slice(0, 3), ['código', 'producto', 'familia']);

	const file = await save(page, page.getByRole('link', { name: 'Otra tienda en línea (DFC)' }));
	assert.equal(file.name, 'catalogo.jsonld');
	const connector = new Connector();
	connector.setDefaultFetchFunction(() => Promise.reject(new Error('the file holds all that a reader needs')));
	const things = await connector.import(file.bytes.toString('utf8'));
	const items = things.filter((thing) => thing instanceof CatalogItem);
	assert.ok(items.length > 10, `${items.length} items`);
	for (const item of items) {
		const product = await item.getOfferedProduct();
		assert.ok(product instanceof SuppliedProduct);
		assert.ok(product.getName() && item.getSku());
		assert.ok((product.getQuantity()?.getQuantityValue() ?? 0) > 0, 'the net content');
		const [offer] = await item.getOfferers();
		assert.ok(offer instanceof Offer);
		const price = offer.getPrice();
		assert.ok((price?.getQuantityValue() ?? 0) > 0, `the price of ${item.getSku()}`);
		assert.equal(price?.getVatRate(), 19);
	}
});
