function Test-GuardedFabricHost {
    <#
    .SYNOPSIS
    Tests once, on a real host, whether the agent can do its work here.
    .DESCRIPTION
    Returns one object: what HGS says of this host under the names that Get-HgsClientConfiguration prints, and
    what each collector met. Its text can be pasted into the console's Explain page. Nothing is sent.
    .EXAMPLE
    Test-GuardedFabricHost | Format-List
    .EXAMPLE
    (Test-GuardedFabricHost).Collectors | Where-Object Status -ne 'ok'
    #>
    [CmdletBinding()]
    param([string]$StatePath = (Get-GfaDefaultStatePath))
    $snapshot = (New-GfaSnapshot -WorkPath (Get-GfaTemporaryPath)).Json | ConvertFrom-Json
    $client = $snapshot.hgsClient
    $collectors = foreach ($fact in $snapshot.facts.PSObject.Properties) {
        New-Object psobject -Property ([ordered]@{ Name = $fact.Name; Status = $fact.Value.status; Reason = $fact.Value.reason })
    }
    New-Object psobject -Property ([ordered]@{
            IsHostGuarded = $client.isHostGuarded
            Mode = $client.mode
            KeyProtectionServerUrl = $client.keyProtectionServerUrl
            AttestationServerUrl = $client.attestationServerUrl
            AttestationOperationMode = $client.attestationOperationMode
            AttestationStatus = $client.attestationStatus
            AttestationSubstatus = $client.attestationSubstatus
            HgsClientFound = $null -ne $client
            HgsClientError = $client.readError
            MachineId = $snapshot.host.machineId
            AgentVersion = $snapshot.agent.version
            PowerShell = $snapshot.agent.powershell
            LanguageMode = $snapshot.agent.languageMode
            DurationMs = $snapshot.agent.durationMs
            Enrolled = $null -ne (Read-GfaStateFile -StatePath $StatePath -Name identity)
            Collectors = @($collectors)
        })
}
