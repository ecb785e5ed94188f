import { defineEntity, p } from '@mikro-orm/core';
import { everyone, many, Manager, Permission } from 'general-manager/decorators';
import { Quote } from '../market/quote.js';

const UNITS = { Piece: 'pc', Litre: 'l', Kilogram: 'kg' } as const;

export const Item = defineEntity({
  name: 'Item',
  properties: {
    id: p.integer().primary(),
    sku: p.string().length(20).unique(),
    name: p.string().length(60),
    unit: p.enum(Object.values(UNITS)),
    price: p.decimal().precision(10).scale(2),
    hazardous: p.boolean().default(false),
    traits: p.json<Record<string, unknown>>().nullable(),
  },
});

// What the decorators do on a class, they do on a schema as plain calls.
Manager({
  description: 'Something that ships keep in store.',
  fields: { unit: { enum: UNITS } },
  // What there is to buy changes seldom.
  cache: 'dependency',
  relations: { quotes: many(() => Quote, { by: 'sku', to: 'sku' }) },
})(Item);
Permission({ read: everyone() })(Item);
