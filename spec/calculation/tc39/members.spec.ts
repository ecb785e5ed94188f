import { expect } from 'chai';
import { bootstrap } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { Computed, everyone, Interface, Manager, Permission } from 'general-manager/decorators';

class Base {
  number!: number;

  @Computed({ type: 'int' })
  get twice(): number {
    return this.number * 2;
  }
}

@Manager()
@Interface(calculation({ inputs: { number: input.int({ from: 1, to: 3 }) } }))
@Permission({ read: everyone() })
class Sum extends Base {
  readonly #offset = 100;

  @Computed({ type: 'int', needs: { twice: true } })
  async total(): Promise<number> {
    return this.#offset + this.twice;
  }

  @Computed<Sum>({ type: 'int', compute: ({ number }) => number ** 2 })
  square!: number;
}

describe('members of calculations with TC39 decorators', () => {
  it('are computed by getters, methods and functions; those of classes above, too', async () => {
    const gm = await bootstrap({ managers: [Sum] });
    const found = await gm.as(null).manager('Sum').select({ twice: true, total: true, square: true }).get(3);
    expect(found).to.deep.equal({ twice: 6, total: 106, square: 9 });
    await gm.close();
  });
});
