import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { policySpec, type PolicyCase } from 'general-manager/testing';
import { openShop, type Opened } from '../../factory/support/open.js';
import { Maker, Product } from '../../factory/support/shop.js';

const CURATOR = { roles: ['curator'] };

describe('policySpec', function () {
  this.timeout(20_000);
  let shop: Opened;
  let product: string;
  let maker: number;

  before(async () => {
    shop = await openShop();
    const made = await shop.gm.factory(Product).create({}, { select: { id: true, maker: { id: true } } });
    product = made?.id ?? '';
    maker = made?.maker?.id ?? 0;
  });
  after(async () => shop.close());

  const when = (
    actor: object | null,
    ...[operation, options]: Parameters<ReturnType<ReturnType<typeof policySpec>['given']>['when']>
  ): PolicyCase => policySpec(shop.gm).given(actor, Product, product).when(operation, options);

  const messageOf = async (run: Promise<void>): Promise<string> => {
    const error: unknown = await run.then(() => undefined).catch((thrown: unknown) => thrown);
    return isGeneralManagerError(error, 'GM_TEST_POLICY') ? error.message : String(error);
  };

  it('is content where a policy says what is meant', async () => {
    await when(CURATOR, 'create').isAllowed({ because: 'role(curator)' });
    await when({ maker }, 'create').isAllowed({ because: 'maker' });
    await when({ maker: -1 }, 'create').isDenied({ because: 'role(curator)' });
    await when(null, 'read').isAllowed();
    await when(null, 'delete').isDenied({ because: 'no policy' });
    await when(CURATOR, 'create', { field: 'cost' }).isDenied({ because: 'role(accountant)' });
    await policySpec(shop.gm).given(null, 'Maker', maker).when('create').isDenied({ because: 'role(registrar)' });
  });

  it('says what decides where it says something else', async () => {
    expect(await messageOf(when(CURATOR, 'create').isDenied())).to.match(
      /^create Product is allowed, not denied; what decides: .*role\(curator\)/,
    );
    expect(await messageOf(when(null, 'create').isAllowed())).to.match(/is denied, not allowed/);
    expect(await messageOf(when(CURATOR, 'create').isAllowed({ because: 'role(boss)' }))).to.contain('because of "role(boss)"');
    const missing = policySpec(shop.gm).given(CURATOR, Maker, -1).when('read');
    for (const each of [missing.isAllowed(), missing.isDenied()]) expect(await messageOf(each)).to.contain('not there');
  });
});
