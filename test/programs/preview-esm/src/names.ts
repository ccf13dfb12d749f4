export const names = ['north', 'south'] as const;
