import type { EntityClass } from '@mikro-orm/core';

export interface MediaType {
  id: number;
  name?: string;
}

// Loaded by a computed name: a program of TypeScript has one mode of decorators, and this one has the legacy mode.
const module = (await import(new URL('tc39/media-type.ts', import.meta.url).href)) as { readonly MediaType: EntityClass<MediaType> };

export const MediaType = module.MediaType;
