import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { Interface } from 'general-manager/decorators';
import { expectInterfaceContract, interfaceContract } from 'general-manager/testing';
import type { InterfaceAdapter } from 'general-manager/plugin';
import { FAULTS } from './faults.js';
import { Plant, PlantAdapter } from './plant.js';

/** What is found where a promise is examined. */
async function breachOf({ options }: Plant, promise: string): Promise<unknown> {
  const check = interfaceContract(options).find(({ name }) => name.startsWith(promise));
  if (!check) throw new Error(`no promise begins with: ${promise}`);
  return check.run().catch((error: unknown) => error);
}

describe('testing: the contract of interfaces', function () {
  this.timeout(60_000);

  it('is kept by an adapter that does what it should', async () => {
    const { checks } = await expectInterfaceContract(new Plant().options);
    const idle = checks.filter(({ questions }) => questions === 0).map(({ name }) => name);
    // Nothing is written there.
    expect(idle.every((name) => /makes|changes|removes|unit of work/.test(name))).to.equal(true);
    expect(checks.reduce((sum, { questions }) => sum + questions, 0)).to.be.above(1000);
  });

  it('is kept by an adapter without a class, too', async () => {
    const plant = new Plant();
    const [site, machine] = plant.managers;
    const own = new PlantAdapter(plant);
    const adapter: InterfaceAdapter = {
      name: 'plant',
      discover: () => [],
      owns: () => true,
      describe: (target) => own.describe(target),
      attach: (managers, model) => own.attach(managers, model),
      read: async (plan, context) => own.read(plan, context),
    };
    for (const target of [site, machine]) if (target) Interface({ adapter: 'plant', options: {} })(target);
    const { failing: _failing, ...options } = plant.options;
    expect((await expectInterfaceContract({ ...options, adapters: () => [adapter] })).checks.length).to.be.above(15);
  });

  it('tells all that is broken at once, with what was asked', async () => {
    const { promise: _promise, ...fault } = FAULTS['forgets the policy'] ?? { promise: '' };
    const error: unknown = await expectInterfaceContract(new Plant(fault).options).catch((thrown: unknown) => thrown);
    expect(String(error)).to.match(/It keeps back what the policy hides: .*: not so\.\n- (Site|Machine) \{.*\} gives /);
    expect(String(error)).not.to.include('It sorts by every field');
  });

  it('cannot be examined without objects', async () => {
    const error: unknown = await expectInterfaceContract({ ...new Plant().options, objects: {} }).catch((thrown: unknown) => thrown);
    expect(isGeneralManagerError(error, 'GM_TEST_CONTRACT_EMPTY')).to.equal(true);
  });

  for (const [title, { promise, ...fault }] of Object.entries(FAULTS))
    it(`finds an adapter that ${title}`, async () => {
      expect(isGeneralManagerError(await breachOf(new Plant(fault), promise), 'GM_TEST_CONTRACT')).to.equal(true);
    });
});
