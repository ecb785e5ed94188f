import type { EntityManager } from '@mikro-orm/postgresql';
import { PurchaseLine } from '../purchasing/purchase-line.js';
import { Purchase } from '../purchasing/purchase.js';
import { SupplierSchema } from '../purchasing/supplier.js';
import { Item } from '../stores/item.js';
import { ITEMS } from './stores.js';

export async function seedPurchases(em: EntityManager): Promise<void> {
  const suppliers = [
    ['OILCO', 'Oil & Co', 4, '1998-04-01'],
    ['TOUWBV', 'Touwslagerij Jansen B.V.', 5, '1871-09-12'],
    ['NEWBIE', 'Newcomer Ltd', null, '2026-01-15'],
  ] as const;
  const made = suppliers.map(([code, name, rating, since], index) =>
    em.create(SupplierSchema, { id: index + 1, code, name, rating, since }),
  );
  await em.flush();
  for (let id = 1; id <= 6; id += 1) {
    const supplier = made[id % 2];
    if (!supplier) continue;
    const purchase = em.create(Purchase, {
      id,
      supplier,
      orderedAt: new Date(Date.UTC(2026, id, 2, 9, 0, 0, 250)),
      reference: id % 3 === 0 ? null : `R-${id}`,
    });
    for (let line = 1; line <= 2; line += 1) {
      em.create(PurchaseLine, {
        purchase,
        line,
        quantity: `${id * line}.000`,
        price: ITEMS[line]?.[3] ?? '1.00',
        item: em.getReference(Item, line),
      });
    }
  }
}
