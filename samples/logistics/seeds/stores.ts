import type { EntityManager } from '@mikro-orm/postgresql';
import { Ship } from '../fleet/ship.js';
import { Item } from '../stores/item.js';
import { Stock } from '../stores/stock.js';

export const ITEMS = [
  ['OIL-30', 'Engine oil', 'l', '6.35', true],
  ['FLT-01', 'Fuel filter', 'pc', '48.00', false],
  ['PNT-RD', 'Paint, red', 'l', '12.80', true],
  ['RIC-05', 'Rice', 'kg', '1.95', false],
  ['RPE-20', 'Rope 20 mm', 'pc', '210.00', false],
] as const;

export function seedItems(em: EntityManager): void {
  ITEMS.forEach(([sku, name, unit, price, hazardous], index) => {
    em.create(Item, {
      id: index + 1,
      sku,
      name,
      unit,
      price,
      hazardous,
      traits: index === 3 ? null : { colour: ['black', 'red'][index % 2], layers: index },
    });
  });
}

export async function seedStores(em: EntityManager): Promise<void> {
  for (let ship = 1; ship <= 9; ship += 1) {
    for (let item = 1; item <= ITEMS.length; item += 1) {
      if ((ship + item) % 4 === 0) continue;
      em.create(Stock, {
        ship: em.getReference(Ship, ship),
        item: em.getReference(Item, item),
        quantity: `${((ship * item * 37) % 90) + 1}.500`,
        minimum: item === 4 ? null : '20.000',
        countedOn: `2026-0${1 + ((ship + item) % 9)}-05`,
      });
    }
  }
  await em.flush();
  // Their classes have TC39 decorators, so that this file cannot import them.
  await em.execute(`
    insert into warehouse (id, name, port_code) values (1, 'Waalhaven', 'NLRTM'), (2, 'Nøstet', 'NOBGO');
    insert into bin (warehouse_id, shelf, quantity, item_id)
      select w, 'A-0' || b, b * 100, b from generate_series(1, 2) w, generate_series(1, 4) b;
  `);
}
