/** Containers beside the archive: files that devices upload, and messages that nobody could process. */
export const otherContainers = { uploads: 'uploads', deadLetters: 'dead-letters' } as const;

/** Consumer groups of the event stream, one for each reader. */
export const streamReaders = { ingest: 'ingest', dataExplorer: 'data-explorer' } as const;
