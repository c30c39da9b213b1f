BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    # A start for each.
    $kills = Get-RunCount -Push 2 -Long 40
    $stops = Get-RunCount -Push 20 -Long 200
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

Describe 'an agent stopped at random moments of writing' -Skip:(-not (Test-Path /proc/self/task)) {
    BeforeAll {
        $state = "$TestDrive/frozen"
        $copies = "$TestDrive/copies"
        $null = New-Item $copies -ItemType Directory
        $moments = @(Get-FrozenMoment -State $state -Copies $copies -Count $stops -Environment @{ GF_TEST_STATE = $state } -Script {
                & (Get-Module GuardedFabricAgent) {
                    $state = $env:GF_TEST_STATE
                    Initialize-GfaState -StatePath $state
                    $kept = @()
                    $json = '{"text":"' + ('x' * 50000) + '"}'
                    while ($true) {
                        $name = Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId ([guid]::NewGuid().ToString()) -Json $json
                        "wrote $name"
                        $kept += $name
                        if ($kept.Count -le 3) { continue }
                        # As if it had been sent long ago.
                        "gone $($kept[0])"
                        Remove-Item -LiteralPath (Join-Path (Join-Path $state 'spool') $kept[0])
                        $kept = @($kept | Select-Object -Skip 1)
                    }
                }
            })
        $found = Invoke-AgentScript -Environment @{ GF_TEST_COPIES = $copies } -Script {
            & (Get-Module GuardedFabricAgent) {
                foreach ($copy in Get-ChildItem $env:GF_TEST_COPIES -Directory) {
                    $state = $copy.FullName
                    $entries = @(Get-GfaSpoolEntry -StatePath $state)
                    $lengths = foreach ($entry in $entries) { $text = Read-GfaSpoolEntry -StatePath $state -Entry $entry; if ($text) { $text.Length } }
                    Limit-GfaSpool -StatePath $state
                    $next = Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId ([guid]::NewGuid().ToString()) -Json '{}'
                    @{ state = $copy.Name; names = @($entries.Name); sequences = @($entries.Sequence); lengths = @($lengths | Sort-Object -Unique); next = $next; left = @(Get-ChildItem "$state/spool" -Filter *.tmp).Count }
                }
            }
        }
        $of = @{}
        foreach ($one in $found) { $of["$copies/$($one.state)"] = $one }
    }

    It 'was stopped all along' {
        $moments.Count | Should -Be $stops
        @($found.next | Sort-Object -Unique).Count | Should -BeGreaterThan ($stops / 10)
    }

    It 'has lost nothing that was whole' {
        foreach ($moment in $moments) { $moment.promised | Where-Object { $_ -notin $of[$moment.state].names } | Should -BeNullOrEmpty -Because $moment.state }
    }

    It 'takes nothing torn for whole, and leaves nothing half-written' {
        $found.lengths | Sort-Object -Unique | Should -Be 50011
        $found.left | Sort-Object -Unique | Should -Be 0
    }

    It 'never gives a number twice, and goes on after the highest' {
        foreach ($one in $found) {
            @($one.sequences | Group-Object | Where-Object Count -gt 1) | Should -BeNullOrEmpty
            if ($one.sequences) { [int]($one.next -split '\.')[1] | Should -BeGreaterThan ($one.sequences | Measure-Object -Maximum).Maximum }
        }
    }
}
