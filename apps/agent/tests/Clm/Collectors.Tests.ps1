# Every collector in every case that can apply to it: Support/CollectorCases.psm1.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../Support/CollectorCases.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $modes = @(Get-RunMode)
    $table = Get-CollectorCase
    $cases = foreach ($name in $table.Keys) {
        @{ Collector = $name; Id = "$name works"; Kind = 'works'; Case = 'a known host'; Expected = @{ Status = 'ok'; Value = @{}; Reason = '' } }
        foreach ($case in $table[$name].Cases) { @{ Collector = $name; Id = "$name $($case.Kind) $($case.Name)"; Kind = $case.Kind; Case = $case.Name; Expected = $case } }
    }
    $names = foreach ($name in $table.Keys) { @{ Collector = $name; Entry = $table[$name] } }
}

BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/CollectorCases.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $table = Get-CollectorCase
    $collectors = InModuleScope GuardedFabricAgent { @((Get-GfaCollectorTable).Keys) }

    # Windows folders that are not as they should be.
    $roots = @{}
    foreach ($kind in 'BROKEN', 'CIRCLE', 'EMPTY') {
        $roots[$kind] = "$TestDrive/$kind"
        $null = New-Item "$TestDrive/$kind/System32/CodeIntegrity" -ItemType Directory
    }
    $null = New-Item "$($roots.BROKEN)/System32/w32tm.exe" -ItemType Directory
    & ln -s /nowhere "$($roots.BROKEN)/System32/CodeIntegrity/SIPolicy.p7b"
    & ln -s SIPolicy.p7b "$($roots.CIRCLE)/System32/CodeIntegrity/SIPolicy.p7b"
    $asked = foreach ($name in $table.Keys) {
        foreach ($case in @(New-Case works '') + $table[$name].Cases) {
            @{
                id = "$name $($case.Kind) $($case.Name)".Trim()
                collector = $name
                stubHost = New-StubHost -Change $case.Change
                modules = New-StubModulePath -Without (@($case.Without) + 'GfNone')
                without = @($case.Without)
                environment = Get-CaseEnvironment $case.Environment -Root $roots
            }
        }
    }
    ConvertTo-Json @($asked) -Depth 5 | Set-Content "$TestDrive/cases.json"
    # One process for all of them: what an earlier case leaves behind must not matter to a later one.
    $script = {
        foreach ($case in Get-Content $env:GF_TEST_CASES -Raw | ConvertFrom-Json) {
            Set-StubHost -Path $case.stubHost
            $env:PSModulePath = $case.modules
            foreach ($module in $case.without) { Remove-Module $module -ErrorAction SilentlyContinue }
            foreach ($variable in $case.environment.PSObject.Properties) { Set-Item "env:$($variable.Name)" $variable.Value }
            $json = & (Get-Module GuardedFabricAgent) { param($name) ConvertTo-GfaJson (Invoke-GfaCollector -Name $name) } $case.collector
            @{ id = $case.id; fact = $json }
        }
    }
    $running = @{}
    foreach ($mode in @(Get-RunMode).Mode) {
        $running[$mode] = Start-AgentScript $script -Without GfNone -Environment @{ GF_TEST_CASES = "$TestDrive/cases.json" } -FullLanguage:($mode -eq 'FullLanguage')
    }
    $found = @{}
    foreach ($mode in $running.Keys) {
        $found[$mode] = @{}
        $results = Receive-AgentScript $running[$mode]
        foreach ($result in $results) { $found[$mode][$result.id] = $result.fact }
    }
}

Describe 'the cases' {
    It 'are there for every collector, and for nothing else' {
        $table.Keys | Sort-Object | Should -Be ($collectors | Sort-Object)
    }

    It 'are all that can apply to <Collector>' -ForEach $names {
        foreach ($kind in 'missing', 'denied', 'throws', 'odd') {
            @($Entry.Cases | Where-Object Kind -eq $kind).Count | Should -BeGreaterThan 0 -Because "$Collector must be right where it is: $kind"
        }
        $Entry.Hang | Should -Not -BeNullOrEmpty
        $Entry.Cases | Where-Object Kind -notin $kinds | Should -BeNullOrEmpty
        @($Entry.Cases | Group-Object { "$($_.Kind) $($_.Name)" } | Where-Object Count -gt 1) | Should -BeNullOrEmpty
    }

    It 'hold what hosts are known to differ in: <Collector>, <Name>' -ForEach @(
        @{ Collector = 'hgsClient'; Name = 'the seven properties of 2016' }, @{ Collector = 'hgsClient'; Name = 'the ten properties of 2019*' }
        @{ Collector = 'hgsClient'; Name = 'enumerations as integers' }, @{ Collector = 'hgsClient'; Name = 'several substatuses by *' }
        @{ Collector = 'hostGuardianFeature'; Name = 'client Windows' }, @{ Collector = 'secureBoot'; Name = 'BIOS firmware' }
        @{ Collector = 'tpm'; Name = 'no TPM' }, @{ Collector = 'cluster'; Name = 'no cluster' }
        @{ Collector = 'clock'; Name = 'a French Windows*' }, @{ Collector = 'hgsEvents'; Name = 'a French Windows' }, @{ Collector = 'host'; Name = 'a French Windows' }
    ) {
        @($table[$Collector].Cases.Name -like $Name).Count | Should -BeGreaterThan 0
    }
}

Describe 'a collector in <Mode>' -ForEach $modes {
    It '<Collector> (<Kind>): <Case>' -ForEach $cases {
        $json = $found[$Mode][$Id]
        $json | Should -Not -BeNullOrEmpty
        $fact = $json | ConvertFrom-Json -DateKind String
        $fact.status | Should -Be $Expected.Status -Because $json
        if ($Expected.Reason) { $fact.reason | Should -Match $Expected.Reason }
        if ($Expected.Status -ne 'ok') { $fact.PSObject.Properties.Name | Should -Not -Contain 'value' }
        foreach ($key in $Expected.Value.Keys) {
            ConvertTo-Json $fact.value.$key -Depth 4 -Compress | Should -BeExactly (ConvertTo-Json $Expected.Value[$key] -Depth 4 -Compress) -Because $key
        }
    }
}
