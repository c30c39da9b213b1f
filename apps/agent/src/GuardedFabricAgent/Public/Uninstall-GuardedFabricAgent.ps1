function Uninstall-GuardedFabricAgent {
    <#
    .SYNOPSIS
    Removes the agent's scheduled task, event source and state from this host.
    .DESCRIPTION
    Removes all that Install-GuardedFabricAgent made, the credential and unsent snapshots included, and returns
    what it removed. The host stays on the server as silent until it is retired there. The module's own folder is
    yours to delete. Running it again is harmless.
    .PARAMETER StatePath
    Where the agent keeps its state.
    .PARAMETER KeepState
    Leaves the state folder, so that a later installation goes on with the same credential.
    .EXAMPLE
    Uninstall-GuardedFabricAgent
    .EXAMPLE
    Uninstall-GuardedFabricAgent -WhatIf
    #>
    [CmdletBinding(SupportsShouldProcess = $true)]
    param([string]$StatePath = (Get-GfaDefaultStatePath), [switch]$KeepState)
    $isDry = [bool]$WhatIfPreference
    $removed = @(
        if (Test-GfaTask) {
            if (-not $isDry) { Unregister-ScheduledTask -TaskName GuardedFabricAgent -TaskPath '\GuardedFabric\' -Confirm:$false -ErrorAction Stop }
            'Task'
        }
        Assert-GfaState -StatePath $StatePath
        if (-not $KeepState -and (Test-GfaOwnState -StatePath $StatePath)) {
            if (-not $isDry) { Remove-GfaState -StatePath $StatePath }
            'State'
        }
        if (Test-GfaEventSource) {
            if (-not $isDry) { Remove-EventLog -Source GuardedFabricAgent -ErrorAction Stop }
            'EventSource'
        }
    )
    New-Object psobject -Property ([ordered]@{ Removed = [string[]]$removed; WhatIf = $isDry })
}
