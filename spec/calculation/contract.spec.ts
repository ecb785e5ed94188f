import { calculation, input } from 'general-manager/calculation';
import { Computed, everyone, Interface, Manager, Permission } from 'general-manager/decorators';
import { interfaceContract } from 'general-manager/testing';

@Manager()
@Interface(calculation({ inputs: { number: input.int({ from: 1, to: 4 }), name: input.enum(['é', 'B', 'a'], { name: 'SquareName' }) } }))
@Permission({ read: everyone() })
class Square {
  number!: number;
  name!: string;

  @Computed({ type: 'int', nullable: true })
  get square(): number | null {
    return this.number === 2 ? null : this.number ** 2;
  }

  @Computed({ type: 'string' })
  get text(): string {
    return `${this.name}${this.number % 2}`;
  }
}

const objects = [1, 2, 3, 4].flatMap((number) =>
  ['é', 'B', 'a'].map((name) => ({ number, name, square: number === 2 ? null : number ** 2, text: `${name}${number % 2}` })),
);

describe('calculations keep what every interface promises', () => {
  for (const { name, run } of interfaceContract({ managers: [Square], objects: { Square: objects } })) it(name, run);
});
