# The promise that a collection in processes of their own is over within a minute though two collectors hang, by the times
# that the module itself goes by, on a clock that is set forward instead of waited for. What is slow by its nature (HGS over the
# network) has longer, and is not meant.
BeforeDiscovery {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $quick = @(& (Get-Module GuardedFabricAgent) { $table = Get-GfaCollectorTable; $table.Keys | Where-Object { -not $table[$_]['IsSlow'] } })
    # Beside the next one, and beside the last one, which is reached when the most time has gone.
    $pairs = foreach ($index in 0..($quick.Count - 2)) {
        foreach ($other in ($index + 1), ($quick.Count - 1) | Sort-Object -Unique) { @{ One = $quick[$index]; Other = $quick[$other] } }
    }
    # All of them are waited for as long (45.0 to 45.1 s), since each has the same time. On a push the last ones will do.
    $pairs = $pairs | Select-Object -Last (Get-RunCount -Push 9 -Long 100)
}

BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/FakeWorkers.psm1" -Force
    $names = & (Get-Module GuardedFabricAgent) { $table = Get-GfaCollectorTable; @($table.Keys | Where-Object { -not $table[$_]['IsOccasional'] }) }
    # A host where a PowerShell needs 1.2 s to begin (0.9 s were measured) and each answer 0.1 s.
    $host12 = @{ Name = $names; StartSeconds = 1.2; CollectSeconds = 0.1 }
}

Describe 'how long a collection is waited for' {
    It 'is under 60 s where <One> and <Other> hang, which costs no other' -ForEach $pairs {
        $waited = Measure-FakeCollection @host12 -Hanging $One, $Other
        $waited.Seconds | Should -BeLessThan 60
        $waited.Ended | Should -Be @($One, $Other | Sort-Object)
        $waited.Unread | Should -Be $waited.Ended
        # One for each that hangs and one for the rest, where there is a rest.
        $waited.Workers | Should -BeLessOrEqual 3
    }

    It 'is as long as the collecting where none hangs' {
        $waited = Measure-FakeCollection @host12 -Hanging @()
        $waited.Seconds | Should -BeLessThan (1.2 + 0.1 * $names.Count + 0.2)
        $waited.Ended.Count + $waited.Unread.Count | Should -Be 0
        $waited.Workers | Should -Be 1
    }

    It 'gives each quick one 15 s, and together 45 s' {
        # Four times what 5.1 was estimated to take for the slowest of them.
        $waited = Measure-FakeCollection -Name $names -Hanging @() -StartSeconds 5 -CollectSeconds 6
        $waited.Ended.Count + $waited.Unread.Count | Should -Be 0
        $table = & (Get-Module GuardedFabricAgent) { Get-GfaCollectorTable }
        foreach ($name in $table.Keys) { if (-not $table[$name]['IsSlow']) { $table[$name]['Seconds'] | Should -Be 15 -Because $name } }
    }

    It 'is longer on a host that is busy, where what is slow is not taken for hanging' {
        $waited = Measure-FakeCollection -Name $names -Hanging @() -StartSeconds 20 -CollectSeconds 2
        $waited.Ended.Count + $waited.Unread.Count | Should -Be 0
        $waited.Workers | Should -Be 1
    }
}
