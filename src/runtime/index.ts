/**
 * What generated clients let others import. Each function has its type from `api.ts`, so that the declarations of a client
 * are that file and this one.
 *
 * @module
 */
import type { CreateReceiver, CreateReport, MemoryStore } from './api.ts';
import { memoryStore as createMemoryStore } from './memory-store.ts';
import { createReceiver as receive } from './receiver/create-receiver.ts';
import { createReport as report } from './report.ts';

export type * from './api.ts';

export const createReceiver: CreateReceiver = receive;

export const memoryStore: MemoryStore = createMemoryStore;

export const createReport: CreateReport = report;
