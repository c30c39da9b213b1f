# Enrols and sends one snapshot with the built module, as a host with a code-integrity policy would: in
# Constrained Language Mode, with stubs where Windows has its modules. Prints the run's result as JSON, with
# the server's answer under "Answer". From the environment:
#   GF_TEST_SERVER      address of the server
#   GF_TEST_TOKEN_FILE  file with an enrolment token
#   GF_TEST_STATE_DIR   folder for the agent's state
#   GF_TEST_HOST        a description of the host; without it, Fixtures/hosts/full.json
#   GF_TEST_MACHINE_ID, GF_TEST_HOSTNAME   instead of what the description says
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Support/Clm.psm1"
if (-not $env:GF_AGENT_MODULE) {
    $env:GF_AGENT_MODULE = (Get-Item "$PSScriptRoot/../../build/GuardedFabricAgent/*/GuardedFabricAgent.psd1").FullName
}
$described = if ($env:GF_TEST_HOST) { $env:GF_TEST_HOST } else { "$PSScriptRoot/../Fixtures/hosts/full.json" }
$stubHost = New-StubHost -From $described -Change {
    param($table)
    if ($env:GF_TEST_MACHINE_ID) { $table.cim.Win32_ComputerSystemProduct.UUID = $env:GF_TEST_MACHINE_ID }
    if ($env:GF_TEST_HOSTNAME) {
        $table.cim.Win32_ComputerSystem.DNSHostName = $env:GF_TEST_HOSTNAME
        $table.cim.Win32_ComputerSystem.Name = $env:GF_TEST_HOSTNAME
    }
}
try {
    $result = Invoke-AgentScript -Apart -StubHost $stubHost -Script {
        $state = $env:GF_TEST_STATE_DIR
        $null = Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $state
        Invoke-GuardedFabricAgent -StatePath $state -Force -Unattended
    }
    $result[0] | ConvertTo-Json -Depth 12 -Compress
    if ($result[0].ExitCode -ne 0) { exit $result[0].ExitCode }
} finally {
    Remove-Item -LiteralPath $stubHost
    Remove-Item -LiteralPath (New-StubModulePath -Without Dism) -Recurse
}
