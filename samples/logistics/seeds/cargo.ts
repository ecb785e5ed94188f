import type { EntityManager } from '@mikro-orm/postgresql';
import { CargoLine } from '../cargo/cargo-line.js';
import { Claim } from '../cargo/claim.js';
import { Manifest } from '../cargo/manifest.js';
import { CargoShip } from '../fleet/cargo-ship.js';
import { Port } from '../fleet/port.js';
import { Item } from '../stores/item.js';
import { CARGO } from './fleet.js';
import { ITEMS } from './stores.js';

const VOYAGES = 4;
const LINES = 4;
const REASONS = ['Wet', 'Broken seal', 'Two pallets short'];

export async function seedCargo(em: EntityManager): Promise<void> {
  const ports = await em.find(Port, {}, { orderBy: { id: 'asc' } });
  for (let ship = 1; ship <= CARGO.length; ship += 1) {
    for (let voyage = 1; voyage <= VOYAGES; voyage += 1) {
      const from = ports[(ship + voyage) % ports.length];
      if (!from) continue;
      const manifest = em.create(Manifest, {
        id: `00000000-0000-4000-9000-${String(ship * 100 + voyage).padStart(12, '0')}`,
        ship: em.getReference(CargoShip, ship),
        from,
        // The last one sails for orders.
        to: voyage === VOYAGES ? null : (ports[(ship + voyage * 2) % ports.length] ?? null),
        sailsOn: `2026-${String(voyage * 3).padStart(2, '0')}-${String(ship * 4).padStart(2, '0')}`,
        loadsFrom: `0${4 + voyage}:30:00`,
        holds: [1, 2, 3].slice(0, 1 + (voyage % 3)),
      });
      seedLines(em, manifest, ship * 10 + voyage);
    }
  }
}

function seedLines(em: EntityManager, manifest: Manifest, number: number): void {
  for (let line = 1; line <= LINES; line += 1) {
    const cargo = em.create(CargoLine, {
      manifest,
      line,
      item: em.getReference(Item, 1 + ((number + line) % ITEMS.length)),
      weight: `${number * line}.250`,
      value: line === LINES ? null : `${number * line * 1170}.00`,
      containers: Array.from({ length: line - 1 }, (_none, index) => ({
        number: `GMLU${number * 1000 + line * 10 + index}`,
        seal: index === 1 ? null : `S${number}${line}`,
        tare: 2200 + index * 100,
      })),
    });
    if (line !== 3 || number % 2 === 0) continue;
    const settled = number % 3 === 0;
    em.create(Claim, {
      id: BigInt(number),
      cargo,
      amount: `${number * 311}.45`,
      reason: REASONS[number % REASONS.length] ?? 'Wet',
      settledAt: settled ? new Date(Date.UTC(2026, 10, 1 + (number % 28), 12)) : null,
    });
  }
}
