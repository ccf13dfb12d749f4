export * as storage from './storage';
