import type { EntityManager } from '@mikro-orm/postgresql';
import { Port } from '../fleet/port.js';

export const PORTS = [
  ['NLRTM', 'Rotterdam', 51.9497, 4.1453, '05:30:00'],
  ['NOBGO', 'Bergen', 60.3975, 5.3152, null],
  ['DEHAM', 'Hamburg', 53.5395, 9.9851, '06:00:00'],
  ['PTLIS', 'Lisboa', 38.7035, -9.1637, '07:15:00'],
  ['ISREY', 'Reykjavík', 64.1536, -21.9329, null],
] as const;

export function seedPorts(em: EntityManager): void {
  PORTS.forEach(([code, name, latitude, longitude, pilotsFrom], index) => {
    em.create(Port, { id: index + 1, code, name, latitude, longitude, pilotsFrom, open: code !== 'PTLIS' });
  });
}
