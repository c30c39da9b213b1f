# Which machine this is, and whether that is the one that was enrolled.
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    $good = '4C4C4544-0042-3510-8054-B7C04F4E3633'
}

Describe 'an SMBIOS UUID' {
    It 'names a machine whatever its letters: <_>' -ForEach '4c4c4544-0042-3510-8054-b7c04f4e3633', ' {4C4C4544-0042-3510-8054-B7C04F4E3633} ' {
        InModuleScope GuardedFabricAgent -Parameters @{ uuid = $_ } { param($uuid) ConvertTo-GfaMachineId $uuid } | Should -Be $good
    }

    It 'names none: <_>' -ForEach '', 'To be filled by O.E.M.', '00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '03000200-0400-0500-0006-000700080009' {
        InModuleScope GuardedFabricAgent -Parameters @{ uuid = $_ } { param($uuid) ConvertTo-GfaMachineId $uuid } | Should -BeNullOrEmpty
    }

    It 'is a filler for the agent where it is one for the server' {
        $server = Get-Content "$PSScriptRoot/../../../../lib/domain/identity.ts" -Raw
        $fillers = @([regex]::Matches($server, "'([0-9a-f-]{36})'") | ForEach-Object { $_.Groups[1].Value })
        $fillers.Count | Should -BeGreaterThan 5
        foreach ($filler in $fillers) { InModuleScope GuardedFabricAgent -Parameters @{ filler = $filler } { param($filler) ConvertTo-GfaMachineId $filler } | Should -BeNullOrEmpty }
        $definition = InModuleScope GuardedFabricAgent { "${function:ConvertTo-GfaMachineId}" }
        [regex]::Matches($definition, "'[0-9a-f-]{36}'").Count | Should -Be $fillers.Count
    }
}

Describe 'another machine' {
    It 'is one whose UUID is known and differs from the known one that was enrolled: <Enrolled>, <Own>' -ForEach @(
        @{ Enrolled = '4c4c4544-0042-3510-8054-b7c04f4e3633'; Own = '4C4C4544-0042-3510-8054-B7C04F4E3633'; Expected = $false }
        @{ Enrolled = '4C4C4544-0042-3510-8054-B7C04F4E3633'; Own = '4C4C4544-0042-3510-8054-B7C04F4E3634'; Expected = $true }
        @{ Enrolled = $null; Own = '4C4C4544-0042-3510-8054-B7C04F4E3634'; Expected = $false }
        @{ Enrolled = '4C4C4544-0042-3510-8054-B7C04F4E3633'; Own = ''; Expected = $false }
        @{ Enrolled = '4C4C4544-0042-3510-8054-B7C04F4E3633'; Own = '00000000-0000-0000-0000-000000000000'; Expected = $false }
        @{ Enrolled = '03000200-0400-0500-0006-000700080009'; Own = '4C4C4544-0042-3510-8054-B7C04F4E3634'; Expected = $false }
    ) {
        InModuleScope GuardedFabricAgent -Parameters $_ { param($Enrolled, $Own, $Expected) Test-GfaOtherMachine -Identity @{ machineId = $Enrolled } -MachineId $Own } | Should -Be $Expected
    }

    It 'is not asked for where asking hung in a run of the last hours' {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        Mock -ModuleName GuardedFabricAgent Get-GfaCimInstance { throw 'would hang' }
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            Initialize-GfaState -StatePath $state
            Get-GfaMachineId -StatePath $state
            Should -Invoke Get-GfaCimInstance -Times 1 -Exactly
            Add-GfaHungCollector -StatePath $state -Name host -RunAt (Get-Date).ToUniversalTime()
            Get-GfaMachineId -StatePath $state
            Should -Invoke Get-GfaCimInstance -Times 1 -Exactly
        }
    }
}
