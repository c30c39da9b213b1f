function Test-GuardedFabricHost {
    <#
    .SYNOPSIS
    Tests on a host whether the agent can do its work here: what it can read, or whether it reaches its server.
    .DESCRIPTION
    Without -Server, returns one object: what HGS says of this host under the names that Get-HgsClientConfiguration prints, and
    what each collector met, as a property of its own and together in Collectors: Format-List cuts a list after
    four. Its text can be pasted into the console's Explain page. Nothing is sent. Run elevated.
    With -Server, returns one object for each step of the way there: the proxy, name, port, TLS, the certificate's chain,
    the server, the clock, the token. It is ok, failed or not tested, with what was found and what to do. Nothing is
    changed on this host or on the server, and nothing of the token is spent.
    .PARAMETER Server
    The address to test the way to, before the agent is installed or where it does not get through.
    .PARAMETER TokenFile
    A file that holds the enrolment token alone, to have it tested as well.
    .PARAMETER Proxy
    A proxy to go through; where none is named, the one that the agent was installed with.
    .EXAMPLE
    Test-GuardedFabricHost | Format-List
    .EXAMPLE
    Test-GuardedFabricHost -Server https://fabric.fab.example -TokenFile D:\token.txt | Format-List
    .EXAMPLE
    (Test-GuardedFabricHost).Collectors | Where-Object Status -ne 'ok'
    #>
    [CmdletBinding(DefaultParameterSetName = 'Host')]
    param(
        [Parameter(Mandatory = $true, ParameterSetName = 'Server')] [string]$Server,
        [Parameter(ParameterSetName = 'Server')] [string]$TokenFile,
        [Parameter(ParameterSetName = 'Server')] [string]$Proxy,
        [string]$StatePath = (Get-GfaDefaultStatePath)
    )
    if ($Server) {
        if ($PSBoundParameters.Keys -notcontains 'Proxy') { $Proxy = Read-GfaOptional { (Read-GfaStateFile -StatePath $StatePath -Name config).proxy } }
        return (Test-GfaConnection -Server (Resolve-GfaServerAddress $Server) -TokenFile $TokenFile -Proxy (Resolve-GfaProxyAddress $Proxy))
    }
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
