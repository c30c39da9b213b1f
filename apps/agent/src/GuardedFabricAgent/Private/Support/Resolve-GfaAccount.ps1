# Who the agent is to run as: who is named, else who it ran as before; empty for SYSTEM. What lies in a folder that
# somebody else made names nobody.
function Resolve-GfaAccount {
    param([string]$StatePath, [string]$Account)
    if ($Account -eq 'SYSTEM') { return '' }
    if ($Account) { return $Account }
    try { Assert-GfaState -StatePath $StatePath } catch { return '' }
    "$((Read-GfaStateFile -StatePath $StatePath -Name config).account)"
}
