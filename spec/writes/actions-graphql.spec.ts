import { expect } from 'chai';
import { printType, type GraphQLSchema } from 'graphql';
import { Client } from './support/ask.js';
import { createHandler } from 'general-manager/graphql-server';
import { Account, ann, clerk, Label, openBank, type Bank } from './support/bank.js';

const typeIn = (schema: GraphQLSchema, name: string): string => {
  const type = schema.getType(name);
  return type
    ? printType(type)
        .replaceAll(/\n?\s*"""[\s\S]*?"""(?=\n)/g, '')
        .trim()
    : '';
};

describe('mutations of actions', () => {
  let bank: Bank;
  let asAnn: Client;
  let asClerk: Client;
  before(async () => {
    bank = await openBank('writes_actions_graphql');
    [asAnn, asClerk] = [new Client(bank.gm, ann), new Client(bank.gm, clerk)];
  });
  after(async () => bank.close());
  beforeEach(async () => {
    await bank.reset();
    await bank.query(`update account set owner = 'ann' where id = 2`);
  });

  it('are named after the method and the manager, and take what is declared', () => {
    const { schema } = bank.gm;
    const fields = schema.getMutationType()?.getFields() ?? {};
    expect(Object.keys(fields).filter((name) => /^(transfer|hand|label|turn|steal|fail|found|owner)/.test(name))).to.deep.equal([
      'transferAccount',
      'handAccount',
      'labelAccount',
      'turnAccount',
      'stealAccount',
      'foundAccount',
      'ownerNames',
    ]);
    const { transferAccount } = fields;
    expect(transferAccount?.description).to.equal('Moves money to another account.');
    expect(transferAccount?.args.map(({ name, type }) => `${name}: ${String(type)}`)).to.deep.equal([
      'id: ID!',
      'input: AccountTransferInput!',
      'expected: Int',
      'reason: String',
    ]);
    expect(typeIn(schema, 'AccountTransferInput')).to.equal('input AccountTransferInput {\n  to: ID!\n  amount: Int!\n  memo: String\n}');
    expect(typeIn(schema, 'AccountHandInput')).to.equal(
      'input AccountHandInput {\n  owner: String!\n  limit: Int\n  address: AddressInput\n}',
    );
    expect(typeIn(schema, 'AccountTurnInput')).to.equal('input AccountTurnInput {\n  kind: AccountKind!\n}');
    expect(typeIn(schema, 'AccountLabelInput')).to.equal('input AccountLabelInput {\n  labels: [ID!]!\n}');
    expect(typeIn(schema, 'AccountTransferPayload')).to.equal('type AccountTransferPayload {\n  account: Account\n  result: Int!\n}');
    expect(typeIn(schema, 'AccountOwnersPayload')).to.equal('type AccountOwnersPayload {\n  result: [String!]\n}');
    expect(String(fields['foundAccount']?.type)).to.equal('AccountPayload!');
    expect(fields['ownerNames']?.args.map(({ name }) => name)).to.deep.equal(['reason']);
  });

  const TRANSFER = `mutation ($id: ID!, $input: AccountTransferInput!) {
    transferAccount(id: $id, input: $input, reason: "due") { left: result account { balance entries { nodes { amount memo } } } __typename }
  }`;

  it('give what is selected of the object and the result', async () => {
    const input = { to: '2', amount: 30, memo: 'rent' };
    expect(await asAnn.data(TRANSFER, { id: '1', input })).to.deep.equal({
      transferAccount: {
        left: 70,
        account: { balance: 70, entries: { nodes: [{ amount: -30, memo: 'rent' }] } },
        __typename: 'AccountTransferPayload',
      },
    });
  });

  it('tell what is wrong by the names of the arguments', async () => {
    const own = await asAnn.refusal(TRANSFER, { id: '1', input: { to: '2', amount: 0 } });
    expect(own).to.deep.include({ code: 'BAD_USER_INPUT', gm: 'GM_WRITE_INVALID' });
    expect(own.fieldErrors).to.deep.equal([{ path: ['amount'], code: 'AMOUNT', message: 'There is nothing to move.' }]);
    expect((await asAnn.refusal(TRANSFER, { id: '3', input: { to: '2', amount: 1 } })).code).to.equal('NOT_FOUND');
    expect((await asClerk.refusal(TRANSFER, { id: '3', input: { to: '2', amount: 1 } })).code).to.equal('FORBIDDEN');
    const key = await asAnn.refusal(TRANSFER, { id: 'x', input: { to: 'y', amount: 1 } });
    expect(key.fieldErrors?.map(({ path }) => path)).to.deep.equal([['id'], ['to']]);
  });

  it('take enums by the names of their members', async () => {
    const both = new Client(bank.gm, { ...ann, roles: ['clerk'] });
    const source = 'mutation { turnAccount(id: 1, input: { kind: Business }) { account { kind } } }';
    expect(await both.data(source)).to.deep.equal({ turnAccount: { account: { kind: 'Business' } } });
  });

  it('of the class as a whole have no key', async () => {
    expect(await asClerk.data('mutation { foundAccount(input: { owner: "eve" }) { account { id owner } } }')).to.deep.equal({
      foundAccount: { account: { id: '4', owner: 'eve' } },
    });
    expect(await asAnn.data('mutation { ownerNames { result } }')).to.deep.equal({ ownerNames: { result: ['ann', 'ann'] } });
  });

  describe('are told by capabilities', () => {
    const OBJECTS = `{
      accounts(sort: [{ id: ASC }]) { nodes { id capabilities { update actions { transfer hand label steal turn __typename } } } }
    }`;
    const CLASS = '{ capabilities { accounts { read actions { found owners } } labels { create } } }';

    it('where they have a mutation, by the rules that decide about them, of objects and of the class', async () => {
      const actions = { label: true, steal: true, __typename: 'AccountPossibleActions' };
      const told = async (client: Client): Promise<unknown> => (await client.data(OBJECTS))['accounts'];
      const own = { update: false, actions: { transfer: true, hand: false, turn: false, ...actions } };
      expect(await told(asAnn)).to.deep.equal({ nodes: ['1', '2'].map((id) => ({ id, capabilities: own })) });
      const others = { update: false, actions: { transfer: false, hand: false, turn: false, ...actions } };
      expect(await told(asClerk)).to.deep.equal({ nodes: ['1', '2', '3'].map((id) => ({ id, capabilities: others })) });
      const ofClass = async (client: Client): Promise<unknown> => (await client.data(CLASS))['capabilities'];
      expect(await ofClass(asAnn)).to.deep.equal({
        accounts: { read: true, actions: { found: false, owners: true } },
        labels: { create: false },
      });
      expect(await ofClass(asClerk)).to.nested.include({ 'accounts.actions.found': true });
      expect(await ofClass(new Client(bank.gm, null))).to.deep.include({
        accounts: { read: false, actions: { found: false, owners: false } },
      });
    });

    it('by the same text without resolvers, in which the actor is a placeholder', async () => {
      const { fields } = await bank.gm.plan(OBJECTS, { actor: ann });
      expect(fields.map(({ route }) => route)).to.deep.equal(['direct']);
      const server = createHandler(bank.gm, { context: () => ({ actor: ann }) });
      const slow = createHandler(bank.gm, { context: () => ({ actor: ann }), directRoute: false });
      const texts = [server, slow].map(async ({ fetch }) =>
        (await fetch(`http://localhost/graphql?query=${encodeURIComponent(OBJECTS)}`)).text(),
      );
      const [direct, resolved] = await Promise.all(texts);
      expect(direct).to.equal(resolved);
      expect(direct).to.include('"transfer":true');
      const others = createHandler(bank.gm, { context: () => ({ actor: { id: 'clerk', roles: ['clerk'] } }) });
      expect(await (await others.fetch(`http://localhost/graphql?query=${encodeURIComponent(OBJECTS)}`)).text()).to.include(
        '"transfer":false',
      );
    });

    it('in TypeScript, too', async () => {
      const bucket = bank.gm.as(ann).manager(Account);
      const [first] = await bucket.select({ owner: true }).withCapabilities().sort('id').all();
      expect(first?.capabilities.actions).to.deep.equal({ transfer: true, hand: false, label: true, turn: false, steal: true, fail: true });
      expect(bucket.capabilities()).to.deep.equal({ read: true, create: false, actions: { found: false, owners: true } });
      expect(bank.gm.as(ann).manager(Label).capabilities()).to.have.keys('read', 'create');
      expect(bank.gm.system('a look').manager(Account).capabilities().actions).to.deep.equal({ found: true, owners: true });
    });

    it('as the mutations decide', async () => {
      expect((await asClerk.refusal('mutation { transferAccount(id: 1, input: { to: 2, amount: 1 }) { result } }')).code).to.equal(
        'FORBIDDEN',
      );
      expect((await asAnn.refusal('mutation { foundAccount(input: { owner: "ann" }) { account { id } } }')).code).to.equal('FORBIDDEN');
    });
  });

  it('refuse with a conflict what was changed meanwhile', async () => {
    const source = 'mutation { handAccount(id: 1, input: { owner: "ann" }, expected: 9) { account { version } } }';
    expect(await asAnn.refusal(source)).to.deep.include({ code: 'CONFLICT', currentVersion: 1 });
  });

  it('mask what goes wrong inside, and tell clients nothing of it', async () => {
    const refused = await asAnn.refusal('mutation { stealAccount(id: 1, input: { other: 2 }) { account { id } } }');
    expect(refused.code).to.equal('INTERNAL_SERVER_ERROR');
  });

  it('are answered without resolvers, by the same text', async () => {
    const plan = await bank.gm.plan('mutation { handAccount(id: 1, input: { owner: "ann" }) { account { owner } } ownerNames { result } }');
    expect(plan.fields.map(({ route }) => route)).to.deep.equal(['direct', 'direct']);
  });
});
