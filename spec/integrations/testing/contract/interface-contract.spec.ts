import { expect } from 'chai';
import { isGeneralManagerError } from 'general-manager';
import { expectInterfaceContract, interfaceContract } from 'general-manager/testing';
import { FAULTS } from './faults.js';
import { Plant } from './plant.js';

/** The promises that an interface does not keep. */
async function broken(plant: Plant): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, run } of interfaceContract(plant.options)) {
    await run().catch((error: unknown) => {
      if (!isGeneralManagerError(error, 'GM_TEST_CONTRACT')) throw error;
      found.push(name);
    });
  }
  return found;
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

  for (const [title, { promise, ...fault }] of Object.entries(FAULTS))
    it(`finds an adapter that ${title}`, async () => {
      const found = await broken(new Plant(fault));
      expect(
        found.some((each) => each.startsWith(promise)),
        `found: ${found.join('; ')}`,
      ).to.equal(true);
    });
});
