import { fileURLToPath } from 'node:url';
import { CargoLine } from './cargo/cargo-line.js';
import { Claim } from './cargo/claim.js';
import { Container } from './cargo/container.js';
import { Manifest } from './cargo/manifest.js';
import { Address } from './crew/address.js';
import { Assignment } from './crew/assignment.js';
import { CrewMember } from './crew/crew-member.js';
import { Skill } from './crew/skill.js';
import { CargoShip } from './fleet/cargo-ship.js';
import { Dimensions } from './fleet/dimensions.js';
import { Module } from './fleet/module.js';
import { Port } from './fleet/port.js';
import { ResearchShip } from './fleet/research-ship.js';
import { Ship } from './fleet/ship.js';
import { LogEntry } from './maintenance/log-entry.js';
import { WorkOrder } from './maintenance/work-order.js';
import { PurchaseLineSchema } from './purchasing/purchase-line.js';
import { PurchaseSchema } from './purchasing/purchase.js';
import { SupplierSchema } from './purchasing/supplier.js';
import { Readiness } from './reports/readiness.js';
import { Item } from './stores/item.js';
import { Stock } from './stores/stock.js';

/** Every entity of the app, in all the ways in which MikroORM lets them be defined; the last ones are found by their folder. */
export const ENTITIES = [
  Port,
  Dimensions,
  Ship,
  CargoShip,
  ResearchShip,
  Module,
  Address,
  Skill,
  CrewMember,
  Assignment,
  WorkOrder,
  LogEntry,
  Item,
  Stock,
  SupplierSchema,
  PurchaseSchema,
  PurchaseLineSchema,
  Container,
  Manifest,
  CargoLine,
  Claim,
  Readiness,
  fileURLToPath(new URL('stores/tc39', import.meta.url)),
];
