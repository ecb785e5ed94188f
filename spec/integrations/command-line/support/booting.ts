import { gm as booted } from './application.js';

/** A function that boots. */
export const gm = async (): Promise<typeof booted> => Promise.resolve(booted);
