/** Where the components under test go: nothing else of ours is around. */
export const placement = { resourceGroupName: 'rg', location: 'westeurope', tags: { owner: 'them' } };
