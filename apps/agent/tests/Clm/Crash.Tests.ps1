BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    # More in a long run: GF_TEST_KILLS=200
    $kills = if ($env:GF_TEST_KILLS) { [int]$env:GF_TEST_KILLS } else { 8 }
    $state = "$TestDrive/state"
    $script = {
        & (Get-Module GuardedFabricAgent) {
            $state = $env:GF_TEST_STATE
            Initialize-GfaState -StatePath $state
            while ($true) {
                $json = '{"text":"' + ('x' * 50000) + '"}'
                # Only what this line has returned for was promised.
                'wrote ' + (Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId ([guid]::NewGuid().ToString()) -Json $json)
            }
        }
    }
    $promised = @()
    foreach ($kill in 1..$kills) {
        $promised += Invoke-KilledScript -Script $script -Environment @{ GF_TEST_STATE = $state } -AfterMilliseconds (Get-Random -Minimum 0 -Maximum 400)
    }
    $after = Invoke-AgentScript -Environment @{ GF_TEST_STATE = $state } -Script {
        & (Get-Module GuardedFabricAgent) {
            $state = $env:GF_TEST_STATE
            $entries = @(Get-GfaSpoolEntry -StatePath $state)
            $texts = foreach ($entry in $entries) { $text = Read-GfaSpoolEntry -StatePath $state -Entry $entry; if ($text) { $text.Length } }
            Limit-GfaSpool -StatePath $state -MaximumBytes 1GB -MaximumCount 100000
            $next = Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId ([guid]::NewGuid().ToString()) -Json '{}'
            @{ names = @($entries.Name); sequences = @($entries.Sequence); lengths = @($texts | Sort-Object -Unique); next = $next; left = @(Get-ChildItem "$state/spool" -Filter *.tmp).Count }
        }
    }
}

Describe 'an agent killed at random moments of writing' {
    It 'has written something before each of them' {
        $promised.Count | Should -BeGreaterOrEqual $kills
    }

    It 'has lost nothing that was whole' {
        $promised | Where-Object { $_ -notin $after[0].names } | Should -BeNullOrEmpty
    }

    It 'takes nothing torn for whole' {
        $after[0].lengths | Should -Be 50011
    }

    It 'never gives a number twice, and goes on after the highest' {
        @($after[0].sequences | Group-Object | Where-Object Count -gt 1) | Should -BeNullOrEmpty
        [int]($after[0].next -split '\.')[1] | Should -BeGreaterThan ($after[0].sequences | Measure-Object -Maximum).Maximum
    }

    It 'leaves no half-written file lying about' {
        $after[0].left | Should -Be 0
    }
}
