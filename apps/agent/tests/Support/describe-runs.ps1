# Prints, as JSON, how to start the processes that bench/agent.bench.ts measures: a PowerShell that does nothing, and a
# run of the agent on a host as it should be. From the environment:
# GF_AGENT_MODULE, GF_TEST_SERVER (something that stores whatever it is sent), GF_TEST_STATE_DIR.
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/Clm.psm1"
$state = Join-Path $env:GF_TEST_STATE_DIR 'state'
$null = Invoke-AgentScript -Apart -Environment @{ GF_TEST_STATE = $state } -Script {
    & (Get-Module GuardedFabricAgent) {
        $state = $env:GF_TEST_STATE
        Initialize-GfaState -StatePath $state
        Write-GfaStateFile -StatePath $state -Name config -Value @{ server = $env:GF_TEST_SERVER }
        Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = $env:GF_TEST_SERVER; hostId = 'host-1'; credential = 'gfh_test'; issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
        # The diagnostics come once a day and after the news.
        Update-GfaDiagnostics -StatePath $state -AttestationStatus InsecureHostConfiguration
    }
}
# What the scheduled task runs.
$run = "exit (Invoke-GuardedFabricAgent -StatePath '$state' -Force -Unattended).ExitCode"
$full = "$PSScriptRoot/../Fixtures/hosts/full.json"
$starts = [ordered]@{
    nothing = New-AgentStart 'exit 0' $full @('Dism') @{} -NoModule
    run = New-AgentStart $run $full @('Dism') @{}
}
# Where PowerShell is a .NET tool, a program of its own starts it and waits: no host has that.
$program = [Environment]::ProcessPath
$first = @(if ((Split-Path -Leaf $program) -like 'dotnet*') { Join-Path $PSHOME 'pwsh.dll' })
$told = [ordered]@{}
foreach ($name in $starts.Keys) {
    $environment = @{}
    foreach ($key in $starts[$name].Environment.Keys) { $environment[$key] = $starts[$name].Environment[$key] }
    $told[$name] = @{ program = $program; arguments = $first + @($starts[$name].ArgumentList); environment = $environment }
}
$told | ConvertTo-Json -Depth 5 -Compress
