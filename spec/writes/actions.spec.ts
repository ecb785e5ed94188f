import { expect } from 'chai';
import { Account, ann, clerk, Kind, openBank, type Bank } from './support/bank.js';
import { refusal } from './support/refusal.js';

describe('actions', () => {
  let bank: Bank;
  before(async () => {
    bank = await openBank('writes_actions');
  });
  after(async () => bank.close());
  beforeEach(async () => bank.reset());

  const accounts = (who: object | null) => bank.gm.as(who).manager(Account);
  const rows = async (): Promise<readonly unknown[]> => bank.query('select id, owner, balance from account order by id');
  const untouched = [
    { id: 1, owner: 'ann', balance: 100 },
    { id: 2, owner: 'bob', balance: 100 },
    { id: 3, owner: 'blocked', balance: 100 },
  ];
  const expectNothing = async (): Promise<void> => {
    expect(await rows()).to.deep.equal(untouched);
    expect(await bank.query('select * from entry')).to.deep.equal([]);
    expect(await bank.query('select * from general_manager.gm_history')).to.deep.equal([]);
  };

  it('change their object, and others by doors of their own, in one transaction', async () => {
    await bank.query(`update account set owner = 'ann' where id = 2`);
    const { object, result } = await accounts(ann).perform('transfer', {
      key: 1,
      arguments: { to: 2, amount: 30, memo: 'rent' },
      select: { balance: true, entries: { select: { amount: true, memo: true } } },
      reason: 'due',
    });
    expect(object).to.deep.equal({ balance: 70, entries: [{ amount: -30, memo: 'rent' }] });
    expect(result).to.equal(70);
    expect(await bank.query('select id, balance, version, editor from account order by id')).to.deep.equal([
      { id: 1, balance: 70, version: 2, editor: 'ann' },
      { id: 2, balance: 130, version: 2, editor: null },
      { id: 3, balance: 100, version: 1, editor: null },
    ]);
  });

  it('are kept in the history with who, and why', async () => {
    await bank.query(`update account set owner = 'ann' where id = 2`);
    await accounts(ann).perform('transfer', { key: 1, arguments: { to: 2, amount: 30, memo: null }, reason: 'due' });
    const kept = await bank.query('select distinct actor, reason from general_manager.gm_history where actor is not null');
    expect(kept).to.deep.equal([{ actor: 'ann', reason: 'due' }]);
  });

  it('are refused as a whole by rules, constraints and their own code', async () => {
    await bank.query(`update account set owner = 'ann' where id = 2`);
    const account = accounts(ann);
    const uncovered = await refusal(account.perform('transfer', { key: 1, arguments: { to: 2, amount: 101, memo: null } }));
    expect([uncovered.code, uncovered.details.violations]).to.deep.equal([
      'GM_WRITE_INVALID',
      [{ path: ['balance'], code: 'isCovered', message: 'balance is below limit.' }],
    ]);
    const own = await refusal(account.perform('transfer', { key: 1, arguments: { to: 2, amount: 0, memo: null } }));
    expect(own.details.violations).to.deep.equal([{ path: ['amount'], code: 'AMOUNT', message: 'There is nothing to move.' }]);
    const long = await refusal(account.perform('transfer', { key: 1, arguments: { to: 2, amount: 1, memo: 'x'.repeat(21) } }));
    expect(long.details.violations).to.deep.include({ path: ['memo'], code: 'TOO_LONG', message: 'This text may have 20 characters.' });
    await bank.query(`update account set owner = 'bob' where id = 2`);
    await expectNothing();
  });

  it('take only what they declare, and tell everything that is wrong at once', async () => {
    const given = { amount: 'many', other: 1, owner: 'eve' };
    const wrong = await refusal(accounts(ann).perform('transfer', { key: {}, arguments: given as never }));
    expect(wrong.details.violations?.map(({ path, code }) => [path.join('.'), code])).to.have.deep.members([
      ['key', 'INVALID_KEY'],
      ['amount', 'INVALID_VALUE'],
      ['other', 'UNKNOWN_FIELD'],
      ['owner', 'UNKNOWN_FIELD'],
      ['to', 'REQUIRED'],
    ]);
    expect((await refusal(accounts(ann).perform('transfer', { key: 1, arguments: [] as never }))).code).to.equal('GM_WRITE_INVALID');
    const list = await refusal(accounts(ann).perform('label', { key: 1, arguments: { labels: 'a' as never } }));
    expect(list.details.violations?.[0]).to.include({ code: 'INVALID_VALUE' });
    for (const name of ['isCovered', 'constructor', 'entries', '__proto__', 'found2']) {
      expect((await refusal(accounts(ann).perform(name, { key: 1 }))).code).to.equal('GM_WRITE_UNKNOWN_ACTION');
    }
    await expectNothing();
  });

  it('tell what is hidden from what is missing to nobody', async () => {
    const transfer = async (key: number, to: number) =>
      refusal(accounts(ann).perform('transfer', { key, arguments: { to, amount: 1, memo: null } }));
    const answers = [await transfer(2, 1), await transfer(99, 1), await transfer(1, 2), await transfer(1, 99)];
    expect(new Set(answers.map(({ code, message }) => `${code} ${message}`))).to.have.lengthOf(1);
    expect(answers[0]?.code).to.equal('GM_WRITE_NOT_FOUND');
    await expectNothing();
  });

  it('are decided about by rules of their own, before any code of theirs runs', async () => {
    const blocked = { id: 'blocked', roles: ['clerk'] };
    const refused = await refusal(accounts(blocked).perform('transfer', { key: 3, arguments: { to: 1, amount: -1, memo: null } }));
    expect(refused.code).to.equal('GM_WRITE_FORBIDDEN');
    const clerks = await refusal(accounts(clerk).perform('transfer', { key: 1, arguments: { to: 2, amount: -1, memo: null } }));
    expect(clerks.code).to.equal('GM_WRITE_FORBIDDEN');
    const anonymous = await refusal(accounts(null).perform('label', { key: 1, arguments: { labels: ['a'] } }));
    expect(anonymous.code).to.equal('GM_PERM_FORBIDDEN');
    expect(bank.statements.filter((each) => /^(insert|update)/.test(each))).to.deep.equal([]);
    await expectNothing();
  });

  it('are decided about on what has become, too: nothing is moved out of or into the scope of somebody', async () => {
    const given = await refusal(accounts(ann).perform('hand', { key: 1, arguments: { owner: 'bob', limit: null, address: null } }));
    expect(given.code).to.equal('GM_WRITE_FORBIDDEN');
    const denied = await refusal(accounts(ann).perform('hand', { key: 1, arguments: { owner: 'forbidden', limit: null, address: null } }));
    expect(denied.code).to.equal('GM_WRITE_FORBIDDEN');
    await expectNothing();
  });

  it('without rules of their own obey those of every field that they change', async () => {
    const refused = await refusal(accounts(ann).perform('hand', { key: 1, arguments: { owner: 'ann', limit: 5, address: null } }));
    expect([refused.code, refused.message]).to.deep.equal(['GM_WRITE_FORBIDDEN_FIELD', 'You may not update "limit" of this Account.']);
    const { object } = await accounts(ann).perform('hand', { key: 1, arguments: { owner: 'ann', limit: 0, address: { city: 'Ulm' } } });
    expect(object).to.include({ owner: 'ann', limit: 0 });
    expect(object?.address).to.deep.equal({ city: 'Ulm' });
    const both = { ...ann, roles: ['clerk'] };
    expect((await accounts(both).perform('hand', { key: 1, arguments: { owner: 'ann', limit: 5, address: null } })).object?.limit).to.equal(
      5,
    );
  });

  it('are explained by the rules that decide about them, of the object as it is', async () => {
    const why = async (who: object | null, action: string, key: unknown = 1, field?: string) =>
      bank.gm.explain(who, 'update', Account, key, { action, ...(field !== undefined && { field }) });
    const blocked = await why({ id: 'blocked' }, 'transfer', 3);
    expect(blocked).to.deep.include({ manager: 'Account', operation: 'update', action: 'transfer', allowed: false, found: true });
    expect(blocked.deny[0]?.parts).to.deep.equal([{ rule: 'owner eq "blocked"', truth: 'true', value: 'blocked' }]);
    // Rules of its own take the place of those for updates, of fields too.
    const own = await why(ann, 'transfer', 1, 'balance');
    expect([own.allowed, own.also]).to.deep.equal([true, undefined]);
    const inherited = await why(ann, 'hand', 1, 'limit');
    expect(inherited.deny[0]?.parts?.[0]).to.deep.include({ truth: 'unknown', note: 'no change given' });
    expect(inherited.also?.map(({ of, allowed }) => [of, allowed])).to.deep.equal([['Account.limit', false]]);
    expect((await why(ann, 'turn')).allow[0]).to.deep.include({ truth: 'unknown' });
    expect(await why(ann, 'transfer', 99)).to.deep.include({ found: false, allowed: false });
    // Of the class as a whole: the actor decides, and no object is looked for.
    expect(await why(clerk, 'found', undefined)).to.deep.include({ found: true, allowed: true, action: 'found' });
    expect((await why(ann, 'found', 'nonsense')).allow).to.deep.equal([{ rule: 'role(clerk)', truth: 'false', value: [] }]);
    expect((await refusal(why(ann, 'toString'))).code).to.equal('GM_WRITE_UNKNOWN_ACTION');
    expect((await refusal(why(ann, 'transfer', {}))).code).to.equal('GM_READ_INVALID_KEY');
    const read = bank.gm.explain(ann, 'read', Account, 1, { action: 'transfer' });
    expect((await refusal(read)).code).to.equal('GM_PERM_ACTION_IS_UPDATE');
  });

  it('that are allowed for a change are decided about when they have made one', async () => {
    const both = { ...ann, roles: ['clerk'] };
    expect((await accounts(both).perform('turn', { key: 1, arguments: { kind: Kind.Business } })).object?.kind).to.equal('business');
    expect((await refusal(accounts(both).perform('turn', { key: 1, arguments: { kind: Kind.Business } }))).code).to.equal(
      'GM_WRITE_FORBIDDEN',
    );
    const wrong = await refusal(accounts(ann).perform('turn', { key: 1, arguments: { kind: 'other' as Kind } }));
    expect(wrong.details.violations?.[0]).to.deep.include({ path: ['kind'], code: 'INVALID_VALUE' });
  });

  it('link their object to what the caller may see, and keep the links in the history', async () => {
    const select = { labels: { select: { name: true }, sort: 'name' } } as const;
    const { object } = await accounts(ann).perform('label', { key: 1, arguments: { labels: ['a', 'b'] }, select });
    expect(object).to.deep.equal({ labels: [{ name: 'a' }, { name: 'b' }] });
    const before = new Date();
    await accounts(ann).perform('label', { key: 1, arguments: { labels: [] } });
    expect(await accounts(ann).select(select).get(1)).to.deep.equal({ labels: [] });
    expect(await accounts(ann).asOf(before).select(select).get(1)).to.deep.equal({ labels: [{ name: 'a' }, { name: 'b' }] });
    expect((await refusal(accounts(ann).perform('label', { key: 1, arguments: { labels: ['a', 'hidden'] } }))).code).to.equal(
      'GM_WRITE_NOT_FOUND',
    );
  });

  it('cannot change another object behind the back of its rules', async () => {
    await bank.query(`update account set owner = 'ann' where id = 2`);
    const refused = await refusal(accounts(ann).perform('steal', { key: 1, arguments: { other: 2 } }));
    expect(refused.code).to.equal('GM_WRITE_ACTION_REACH');
    expect(await bank.query('select id from account where "limit" <> 0')).to.deep.equal([]);
  });

  it('are undone when their code throws, and what it says is for nobody', async () => {
    const failed = await refusal(accounts(ann).perform('fail', { key: 1 }));
    expect(failed.code).to.equal('GM_INTERNAL');
    expect(failed.message).not.to.contain('secret');
    expect(bank.logged).to.have.lengthOf(1);
    await expectNothing();
  });

  it('refuse an object that is not as it was expected', async () => {
    const hand = { owner: 'ann', limit: null, address: null };
    const conflict = await refusal(accounts(ann).perform('hand', { key: 1, arguments: hand, expected: 7 }));
    expect([conflict.code, conflict.details.currentVersion]).to.deep.equal(['GM_WRITE_CONFLICT', 1]);
    expect((await accounts(ann).perform('hand', { key: 1, arguments: hand, expected: 1 })).object?.owner).to.equal('ann');
  });

  it('of the class as a whole give an object that they made, or what they found out', async () => {
    const { object } = await accounts(clerk).perform('found', { arguments: { owner: 'eve' }, select: { id: true, owner: true } });
    expect(object).to.deep.equal({ id: 4, owner: 'eve' });
    expect((await accounts(ann).perform('owners')).result).to.deep.equal(['ann']);
    expect((await bank.gm.system('a list').manager(Account).perform('owners')).result).to.deep.equal(['ann', 'blocked', 'bob', 'eve']);
    expect((await refusal(accounts(ann).perform('found', { arguments: { owner: 'eve' } }))).code).to.equal('GM_PERM_FORBIDDEN');
    expect((await refusal(accounts(null).perform('owners'))).code).to.equal('GM_PERM_FORBIDDEN');
  });

  it('join the transaction of a caller', async () => {
    await bank.orm.em.fork().transactional(async (em) => {
      const call = { key: 1, arguments: { owner: 'ann', limit: null, address: { city: 'Ulm' } }, session: em };
      await accounts(ann).perform('hand', call);
      expect(await bank.query('select address_city from account where id = 1')).to.deep.equal([{ address_city: null }]);
    });
    expect(await bank.query('select address_city from account where id = 1')).to.deep.equal([{ address_city: 'Ulm' }]);
  });

  it('that meet each other are repeated as a whole, and lose nothing', async () => {
    await bank.query(`update account set owner = 'ann', balance = 1000`);
    const pairs = Array.from({ length: 12 }, (_, index) => [(index % 3) + 1, ((index + 1 + (index % 2)) % 3) + 1] as const);
    const moved = await Promise.all(
      pairs.map(async ([key, to]) =>
        accounts(ann)
          .perform('transfer', { key, arguments: { to, amount: 1, memo: null } })
          .then(
            () => 1,
            () => 0,
          ),
      ),
    );
    const entries = await bank.query('select count(*)::int as n from entry');
    const [{ total } = {}] = await bank.query('select sum(balance)::int as total from account');
    expect([total, entries]).to.deep.equal([3000, [{ n: moved.filter((each) => each === 1).length }]]);
  });
});
