import { Interface, Manager, everyone, Permission } from 'general-manager/decorators';
import { field, http, type UpstreamOptions } from 'general-manager/http';

/** What a quote of a vendor is. */
export interface QuoteRow {
  readonly id: number;
  readonly authorId: number;
  readonly price: string;
}

/** A class of quotes that are behind an upstream. */
export function quotesOf(upstream: UpstreamOptions): object {
  class Quote {
    id!: number;
    authorId!: number;
    price!: string;
  }
  Manager()(Quote);
  Permission({ read: everyone() })(Quote);
  Interface(
    http<Quote>({
      ...upstream,
      fields: { id: field.id({ type: 'int' }), authorId: field.int(), price: field.string() },
      operations: { list: { path: '/quotes' }, detail: { path: '/quotes/{id}' } },
    }),
  )(Quote);
  return Quote;
}
