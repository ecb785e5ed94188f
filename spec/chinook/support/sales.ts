import { Collection, defineEntity, p, type InferEntity, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { Track } from './music.js';

@Entity()
@Manager({ fields: { reportsTo: { name: 'boss' } } })
@Permission({ read: everyone() })
export class Employee {
  @PrimaryKey({ fieldName: 'employee_id', autoincrement: false })
  id!: number;

  @Property({ length: 20 })
  lastName!: string;

  @Property({ length: 20 })
  firstName!: string;

  @Property({ length: 30, nullable: true })
  title?: string;

  @ManyToOne(() => Employee, { fieldName: 'reports_to', nullable: true })
  reportsTo?: Rel<Employee>;

  @OneToMany(() => Employee, (employee) => employee.reportsTo)
  reports = new Collection<Employee>(this);

  @Property({ columnType: 'timestamp', nullable: true })
  birthDate?: Date;

  @Property({ columnType: 'timestamp', nullable: true })
  hireDate?: Date;

  @Property({ length: 70, nullable: true })
  address?: string;

  @Property({ length: 40, nullable: true })
  city?: string;

  @Property({ length: 40, nullable: true })
  state?: string;

  @Property({ length: 40, nullable: true })
  country?: string;

  @Property({ length: 10, nullable: true })
  postalCode?: string;

  @Property({ length: 24, nullable: true })
  phone?: string;

  @Property({ length: 24, nullable: true })
  fax?: string;

  @Property({ length: 60, nullable: true })
  email?: string;

  @OneToMany(() => Customer, (customer) => customer.supportRep)
  customers = new Collection<Customer>(this);
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Customer {
  @PrimaryKey({ fieldName: 'customer_id', autoincrement: false })
  id!: number;

  @Property({ length: 40 })
  firstName!: string;

  @Property({ length: 20 })
  lastName!: string;

  @Property({ length: 80, nullable: true })
  company?: string;

  @Property({ length: 70, nullable: true })
  address?: string;

  @Property({ length: 40, nullable: true })
  city?: string;

  @Property({ length: 40, nullable: true })
  state?: string;

  @Property({ length: 40, nullable: true })
  country?: string;

  @Property({ length: 10, nullable: true })
  postalCode?: string;

  @Property({ length: 24, nullable: true })
  phone?: string;

  @Property({ length: 24, nullable: true })
  fax?: string;

  @Property({ length: 60 })
  email!: string;

  @ManyToOne(() => Employee, { fieldName: 'support_rep_id', nullable: true })
  supportRep?: Rel<Employee>;

  @OneToMany(() => Invoice, (invoice) => invoice.customer)
  invoices = new Collection<Invoice>(this);
}

@Entity()
@Manager()
@Permission({ read: everyone() })
export class Invoice {
  @PrimaryKey({ fieldName: 'invoice_id', autoincrement: false })
  id!: number;

  @ManyToOne(() => Customer, { fieldName: 'customer_id' })
  customer!: Rel<Customer>;

  @Property({ columnType: 'timestamp' })
  invoiceDate!: Date;

  @Property({ length: 70, nullable: true })
  billingAddress?: string;

  @Property({ length: 40, nullable: true })
  billingCity?: string;

  @Property({ length: 40, nullable: true })
  billingState?: string;

  @Property({ length: 40, nullable: true })
  billingCountry?: string;

  @Property({ length: 10, nullable: true })
  billingPostalCode?: string;

  @Property({ type: 'decimal', precision: 10, scale: 2 })
  total!: string;

  @OneToMany(() => InvoiceLine, (line) => line.invoice)
  lines = new Collection<InferEntity<typeof InvoiceLine>>(this);
}

export const InvoiceLine = defineEntity({
  name: 'InvoiceLine',
  properties: {
    id: p.integer().primary().fieldName('invoice_line_id').autoincrement(false),
    invoice: () => p.manyToOne(Invoice).fieldName('invoice_id'),
    track: () => p.manyToOne(Track).fieldName('track_id'),
    unitPrice: p.decimal('string').precision(10).scale(2),
    quantity: p.integer(),
  },
});
Manager()(InvoiceLine);
Permission({ read: everyone() })(InvoiceLine);
