import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { openRelations } from '../kinds/app/relations/store.js';
import type { OpenedApp } from '../kinds/app/open.js';

describe('many new objects that are linked one to one', () => {
  let app: OpenedApp;
  before(async () => {
    app = await openRelations();
  });
  after(async () => app.close());

  it('are each inserted once', async () => {
    const numbers = [randomUUID(), randomUUID()];
    const data = numbers.map((number, index) => ({ number, person: { connect: 2 + 2 * index } }));
    const made = await app.gm
      .system('spec')
      .manager('Passport')
      .createMany(data, { select: { number: true, person: { id: true } } });
    expect(made).to.deep.equal([
      { number: numbers[0], person: { id: 2 } },
      { number: numbers[1], person: { id: 4 } },
    ]);
  });
});
