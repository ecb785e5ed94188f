import type { Selected } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { authenticated, Computed, Interface, Manager, Permission } from 'general-manager/decorators';
import { Manifest } from '../cargo/manifest.js';
import { CargoShip } from '../fleet/cargo-ship.js';

const WEIGHT = { lines: { select: { weight: true } } } as const;
const VALUE = { lines: { select: { value: true } } } as const;

interface Loaded<Need> {
  readonly ship: Selected<CargoShip, { readonly capacity: true }>;
  readonly manifest: Selected<Manifest, Need>;
}

const total = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Number(text), 0);

/** Which manifests there are depends on the ship. */
@Manager({ description: 'Whether a ship can carry what a manifest lists.' })
@Interface(
  calculation({
    inputs: {
      ship: input.of(() => CargoShip),
      manifest: input.of(() => Manifest, {
        needs: { ship: { id: true } },
        filter: ({ ship }: { readonly ship: { readonly id: number } }) => ({ ship: { id: ship.id } }),
      }),
    },
  }),
)
@Permission({ read: authenticated() })
export class LoadReadiness {
  ship!: CargoShip;
  manifest!: Manifest;

  @Computed<Loaded<typeof WEIGHT>>({
    type: 'float',
    description: 'How much of what the ship can carry is loaded.',
    needs: { ship: { capacity: true }, manifest: WEIGHT },
    compute: ({ ship, manifest }) => total(manifest.lines.map(({ weight }) => weight)) / Number(ship.capacity),
  })
  share!: number;

  @Computed<Loaded<typeof VALUE>>({
    type: 'decimal',
    nullable: true,
    description: 'Euros; null where a value is not declared, or may not be seen.',
    needs: { manifest: VALUE },
    compute: ({ manifest: { lines } }) => {
      const values = lines.flatMap(({ value }) => value ?? []);
      return values.length === 0 ? null : total(values).toFixed(2);
    },
  })
  value!: string | null;

  @Computed({ type: 'boolean', needs: { share: true } })
  get fits(): boolean {
    return this.share <= 1;
  }
}
