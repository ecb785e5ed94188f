import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { Computed, everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { openOrm, type OpenOrm } from '../contract/support/stores.js';

@Entity()
@Manager()
@Permission({ read: everyone() })
class Voyage {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'json' })
  cargo!: { crates: number[]; owner: { name: string } };

  @Property({ type: 'datetime' })
  left!: Date;

  @Property({ type: 'blob' })
  seal!: Buffer;

  @OneToMany(() => Stop, (stop) => stop.voyage)
  stops = new Collection<Stop>(this);

  @Computed({ type: 'int', needs: { cargo: true } })
  get heaviest(): number {
    this.cargo.owner.name = 'Nobody';
    return this.cargo.crates.sort((a, b) => b - a).shift() ?? 0;
  }

  @Computed({ type: 'datetime', needs: { left: true } })
  get due(): Date {
    this.left.setUTCDate(this.left.getUTCDate() + 7);
    return this.left;
  }

  @Computed({ type: 'string', needs: { stops: { select: { port: true } } } })
  get last(): string {
    const stops = this.stops as unknown as { port: string }[];
    const last = stops.pop();
    if (last) last.port = `${last.port}!`;
    return last?.port ?? '';
  }

  @Computed({ type: 'int', needs: { seal: true } })
  get sealed(): number {
    return this.seal.fill(7)[0] ?? 0;
  }

  @Computed({ type: 'string', list: true })
  get marks(): string[] {
    return ['a', 'b'];
  }

  @Computed({ type: 'string', needs: { marks: true } })
  get mark(): string {
    return this.marks.pop() ?? '';
  }
}

@Entity()
@Manager()
@Permission({ read: everyone() })
class Stop {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string' })
  port!: string;

  @ManyToOne(() => Voyage)
  voyage!: Rel<Voyage>;
}

@Manager()
@Interface(calculation({ inputs: { voyage: Voyage, share: input.int({ values: [1, 2] }) } }))
@Permission({ read: everyone() })
class Weight {
  voyage!: Voyage;
  share!: number;

  @Computed({ type: 'int', needs: { voyage: { cargo: true } } })
  get first(): number {
    return this.voyage.cargo.crates.shift() ?? 0;
  }
}

describe('what code changes of what it computes with', () => {
  let store: OpenOrm;
  let gm: Application;

  before(async () => {
    store = await openOrm('sqlite', [Voyage, Stop]);
    const { orm } = store;
    await store.run(
      `insert into voyage (id, cargo, "left", seal) values (1, '{"crates":[1,3,2],"owner":{"name":"Ann"}}', ${Date.UTC(2026, 0, 1)}, x'0102')`,
    );
    await store.run(`insert into stop (id, port, voyage_id) values (1, 'Oslo', 1), (2, 'Bergen', 1)`);
    gm = await bootstrap({ orm, drift: 'off', managers: [Weight] });
  });
  after(async () => store?.close());

  it('is not what is shown, whatever comes first', async () => {
    const select = {
      last: true,
      mark: true,
      heaviest: true,
      due: true,
      sealed: true,
      seal: true,
      cargo: true,
      left: true,
      marks: true,
      stops: { select: { port: true } },
    } as const;
    const [voyage] = await gm.as({ id: 1 }).manager(Voyage).select(select).all();
    expect(voyage).to.deep.equal({
      last: 'Bergen!',
      mark: 'b',
      heaviest: 3,
      due: new Date('2026-01-08T00:00:00Z'),
      sealed: 7,
      seal: Buffer.from([1, 2]),
      cargo: { crates: [1, 3, 2], owner: { name: 'Ann' } },
      left: new Date('2026-01-01T00:00:00Z'),
      marks: ['a', 'b'],
      stops: [{ port: 'Oslo' }, { port: 'Bergen' }],
    });
  });

  it('is not what others compute with', async () => {
    expect(await gm.as({ id: 1 }).manager(Weight).select({ share: true, first: true }).all()).to.deep.equal([
      { share: 1, first: 1 },
      { share: 2, first: 1 },
    ]);
  });
});
