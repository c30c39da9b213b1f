function Test-GuardedFabricHost {
    <#
    .SYNOPSIS
    Tests once, on a real host, whether the agent can do its work here.
    .DESCRIPTION
    Returns one object: what HGS says of this host under the names that Get-HgsClientConfiguration prints, and
    what each collector met, as a property of its own and together in Collectors: Format-List cuts a list after
    four. Its text can be pasted into the console's Explain page. Nothing is sent.
    .EXAMPLE
    Test-GuardedFabricHost | Format-List
    .EXAMPLE
    (Test-GuardedFabricHost).Collectors | Where-Object Status -ne 'ok'
    #>
    [CmdletBinding()]
    param([string]$StatePath = (Get-GfaDefaultStatePath))
    $snapshot = (New-GfaSnapshot -WorkPath (Get-GfaTemporaryPath)).Json | ConvertFrom-Json
    $collectors = @(foreach ($fact in $snapshot.facts.PSObject.Properties) {
            New-Object psobject -Property ([ordered]@{ Name = $fact.Name; Status = $fact.Value.status; Reason = $fact.Value.reason })
        })
    $found = Get-GfaClientTest -Client $snapshot.hgsClient
    $found['MachineId'] = $snapshot.host.machineId
    $found['AgentVersion'] = $snapshot.agent.version
    $found['PowerShell'] = $snapshot.agent.powershell
    $found['LanguageMode'] = $snapshot.agent.languageMode
    $found['DurationMs'] = $snapshot.agent.durationMs
    $found['Enrolled'] = $null -ne (Read-GfaOptional { Read-GfaStateFile -StatePath $StatePath -Name identity })
    foreach ($collector in $collectors) {
        $found[$collector.Name] = if ("$($collector.Reason)" -eq '') { $collector.Status } else { "$($collector.Status): $($collector.Reason)" }
    }
    $found['Collectors'] = $collectors
    New-Object psobject -Property $found
}
