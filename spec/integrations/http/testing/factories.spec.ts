import { expect } from 'chai';
import { bootstrap, type Application } from 'general-manager';
import { everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { field, pageNumber, rest } from 'general-manager/http';
import { mockUpstream, type MockUpstream } from 'general-manager/http/testing';
import { IsEmail, IsOptional, Length } from 'class-validator';
import { answeredByNock } from '../support/nock.js';

@Manager()
@Interface(
  rest<Guest>({
    baseUrl: 'https://hotel.example.com/v1',
    path: '/guests',
    fields: {
      id: field.id({ type: 'int' }),
      email: field.string({ from: 'contact.email', readOnly: false }),
      nick: field.string({ nullable: true }),
      level: field.enum(['basic', 'gold'], { name: 'GuestLevel' }),
      credit: field.decimal(),
      points: field.bigint({ default: 0n }),
      born: field.date(),
      joined: field.datetime({ unix: 'seconds', readOnly: true }),
      host: field.string({ from: 'host.name' }),
      tags: field.list(field.string(), { optional: true, default: [] }),
      room: field.object({ number: field.int(), view: field.string({ nullable: true }) }, { nullable: true, name: 'GuestRoom' }),
    },
    filters: { level: 'level' },
    pagination: pageNumber({ totalHeader: 'X-Total' }),
  }),
)
@Permission<Guest>({ read: everyone(), create: everyone() })
class Guest {
  id!: number;
  @IsEmail() email!: string;
  @IsOptional() @Length(3, 12) nick!: string | null;
  level!: string;
  credit!: string;
  points!: bigint;
  born!: string;
  joined!: Date;
  host!: string;
  tags!: readonly string[];
  room!: { number: number; view: string | null } | null;
}

@Manager()
@Interface(
  rest<Price>({
    baseUrl: 'https://hotel.example.com/v1',
    path: '/prices',
    only: ['list', 'detail'],
    fields: { house: field.id(), day: field.id({ type: 'uuid' }), price: field.float(), note: field.string({ optional: true }) },
  }),
)
@Permission<Price>({ read: everyone() })
class Price {
  house!: string;
  day!: string;
  price!: number;
  note!: string | null;
}

describe('factories of HTTP resources', () => {
  answeredByNock();
  let mock: MockUpstream;
  let gm: Application;
  beforeEach(async () => {
    mock = mockUpstream(Guest, Price);
    mock.of(Guest).make({ joined: new Date(0), host: 'Ada' });
    await mock.intercept();
    gm = await bootstrap({ managers: [Guest, Price] });
  });
  afterEach(async () => {
    await mock.close();
    await gm.close();
  });

  it('build what the upstream could answer, also where only it writes', async () => {
    const guests = await gm.factory(Guest).buildMany(200);
    mock.of(Guest).add(...guests);
    expect(mock.requests).to.deep.equal([]);
    const found = await gm.as(null).manager(Guest).all();
    expect(found).to.have.length(200);
    found.forEach((each, index) => {
      const { id: _id, points: _points, ...made } = Object.fromEntries(Object.entries(guests[index] ?? {}));
      expect(each).to.deep.include(made);
      expect([each.id, each.points, typeof each.host, each.joined instanceof Date]).to.deep.equal([index + 1, 0n, 'string', true]);
      expect(each.email).to.include('@');
      if (typeof each.nick === 'string') expect(each.nick.length).to.be.within(3, 12);
    });
    expect(new Set(found.map(({ level }) => level)).size).to.equal(2);
    expect(found.some(({ room }) => room === null) && found.some(({ room }) => room !== null)).to.equal(true);
  });

  it('build keys and everything of resources that are only read, which they do not store', async () => {
    const prices = await gm.factory(Price, { seed: 7 }).buildMany(50, { price: ({ sequence }) => sequence + 0.5 });
    expect(new Set(prices.map(({ house, day }) => `${house} ${day}`)).size).to.equal(50);
    mock.of(Price).add(...prices);
    expect(await gm.as(null).manager(Price).all()).to.deep.equal(prices.map(({ note, ...each }) => ({ ...each, note: note ?? null })));
    const again = await gm
      .factory(Price, { seed: 7 })
      .from(0)
      .buildMany(50, { price: ({ sequence }) => sequence + 0.5 });
    expect(again).to.deep.equal(prices);
    const refused: unknown = await gm
      .factory(Price)
      .create()
      .catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'GM_FACTORY_NOT_STORABLE');
  });

  it('create through the write operations, without what only the upstream writes', async () => {
    const [first, ...others] = await gm.factory(Guest).createMany(4, { level: 'gold' });
    expect(others).to.have.length(3);
    expect(first).to.deep.include({ id: 1, level: 'gold', points: 0n, host: 'Ada', joined: new Date(0) });
    expect(mock.of(Guest).objects).to.deep.equal([first, ...others]);
    expect(mock.requests.map(({ operation }) => operation)).to.deep.equal(['create', 'create', 'create', 'create']);
    expect(mock.requests[0]?.json).to.not.have.any.keys('id', 'joined', 'host', 'points');
    const asked = mock.requests.length;
    expect((await gm.factory(Guest).as(null).create())?.id).to.equal(5);
    expect(mock.requests.length - asked).to.equal(1);
    const bulk: unknown = await gm
      .factory(Guest)
      .insertMany(3)
      .catch((error: unknown) => error);
    expect(bulk).to.have.property('code', 'GM_FACTORY_NO_BULK');
  });
});
