# The folders that must be the agent's own: that of the state, and the one above where it is ours, since whoever
# owns that one can put another in the place of ours.
function Get-GfaOwnFolder {
    param([string]$StatePath)
    $parent = Split-Path -Parent $StatePath
    if ($parent -and (Split-Path -Leaf $parent) -eq 'GuardedFabric') { $parent }
    $StatePath
}
