import { defineEntity, p } from '@mikro-orm/core';
import { authenticated, Manager, Permission } from 'general-manager/decorators';
import { Ship } from '../fleet/ship.js';
import { Item } from './item.js';

/** Its key is made of the two things that it links. */
export const Stock = defineEntity({
  name: 'Stock',
  properties: {
    ship: () => p.manyToOne(Ship).primary(),
    item: () => p.manyToOne(Item).primary(),
    quantity: p.decimal().precision(12).scale(3),
    minimum: p.decimal().precision(12).scale(3).nullable(),
    countedOn: p.date(),
  },
});

Manager({ plural: 'stocks', description: 'How much of an item a ship has.' })(Stock);
Permission({ read: authenticated() })(Stock);
