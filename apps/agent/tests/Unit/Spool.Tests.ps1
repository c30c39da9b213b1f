BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    function Invoke-Inside { param([scriptblock]$Script) InModuleScope GuardedFabricAgent -Parameters @{ state = $state } -ScriptBlock $Script }
}

Describe 'the spool' {
    BeforeEach {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        Invoke-Inside { param($state) Initialize-GfaState -StatePath $state }
        $add = { param($state) Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId ([guid]::NewGuid()) -Json '{"a":1}' }
    }

    It 'numbers its entries and keeps them in order' {
        1..12 | ForEach-Object { $null = Invoke-Inside $add }
        $entries = @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state })
        $entries.Sequence | Should -Be (1..12)
        Get-Content $entries[0].Path -Raw | Should -BeExactly '{"a":1}'
    }

    It 'leaves its folder to its owner' -Skip:$IsWindows {
        (Get-Item $state).UnixMode | Should -Be 'drwx------'
    }

    It 'sets aside what is not what was written, and counts it' -ForEach @('', '{"a":', '{"a":2}') {
        $null = Invoke-Inside $add
        $entry = Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }
        Set-Content -LiteralPath $entry.Path -Value $_ -NoNewline
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state; entry = $entry } { param($state, $entry) Read-GfaSpoolEntry -StatePath $state -Entry $entry } | Should -BeNullOrEmpty
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state -Folder quarantine }).Count | Should -Be 1
        (Invoke-Inside { param($state) Read-GfaCounter -StatePath $state }).dropped | Should -Be 1
    }

    It 'drops the oldest beyond its bounds, never the newest, and says how many' {
        1..6 | ForEach-Object { $null = Invoke-Inside $add }
        Invoke-Inside { param($state) Limit-GfaSpool -StatePath $state -MaximumCount 4 }
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (3..6)
        Invoke-Inside { param($state) Limit-GfaSpool -StatePath $state -MaximumBytes 1 }
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be 6
        (Invoke-Inside { param($state) Read-GfaCounter -StatePath $state }).dropped | Should -Be 5
    }

    It 'drops what is over eight days old, but nothing for a clock that was set ahead' {
        1..4 | ForEach-Object { $null = Invoke-Inside $add }
        $ages = @{ 1 = 9; 2 = 7; 3 = 0.5; 4 = 0 }
        foreach ($entry in @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state })) {
            (Get-Item $entry.Path).LastWriteTimeUtc = [datetime]::UtcNow.AddDays(-$ages[[int]$entry.Sequence])
        }
        # All that was written before is ten days old by the clock of the next one.
        foreach ($file in Get-ChildItem "$state/spool") { $file.LastWriteTimeUtc = $file.LastWriteTimeUtc.AddDays(-10) }
        $null = Invoke-Inside $add
        Invoke-Inside { param($state) Limit-GfaSpool -StatePath $state }
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (1..5)
        foreach ($file in Get-ChildItem "$state/spool") { $file.LastWriteTimeUtc = $file.LastWriteTimeUtc.AddDays(10) }
        Invoke-Inside { param($state) Limit-GfaSpool -StatePath $state }
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (2..5)
    }

    It 'makes room by its oldest when nothing more can be written' {
        1..4 | ForEach-Object { $null = Invoke-Inside $add }
        # Twice, then there is room again.
        InModuleScope GuardedFabricAgent {
            $script:failures = 0
            Mock Write-GfaSpoolEntry {
                $script:failures++
                if ($script:failures -le 2) { throw [IO.IOException]::new('Espace insuffisant sur le disque.', -2147024784) }
                'written'
            }
        }
        $null = Invoke-Inside $add
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (3..4)
        (Invoke-Inside { param($state) Read-GfaCounter -StatePath $state }).dropped | Should -Be 2
    }

    It 'gives up nothing where writing fails for another reason than room' {
        1..4 | ForEach-Object { $null = Invoke-Inside $add }
        # ERROR_SHARING_VIOLATION: a scanner, a backup.
        InModuleScope GuardedFabricAgent { Mock Write-GfaSpoolEntry { throw [IO.IOException]::new('It is used by another process.', -2147024864) } }
        { Invoke-Inside $add } | Should -Throw '*another process*'
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (1..4)
    }

    It 'leaves what something else holds open for later, and is read around it' {
        1..3 | ForEach-Object { $null = Invoke-Inside $add }
        $entries = @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state })
        $held = [IO.File]::Open($entries[0].Path, 'Open', 'ReadWrite', 'None')
        try {
            $batch = InModuleScope GuardedFabricAgent -Parameters @{ state = $state; entries = $entries } { param($state, $entries) Select-GfaBatch -StatePath $state -Entry $entries -MaximumCount 10 }
        } finally { $held.Dispose() }
        @($batch).Entry.Sequence | Should -Be 2, 3
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (1..3)
    }

    It 'takes a state file that something else holds open for no lost one' {
        1..3 | ForEach-Object { $null = Invoke-Inside $add }
        $held = [IO.File]::Open("$state/counters.json", 'Open', 'ReadWrite', 'None')
        try { { Invoke-Inside $add } | Should -Throw } finally { $held.Dispose() }
        $null = Invoke-Inside $add
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (1..4)
    }

    It 'goes on counting where its counters make no sense: <_>' -ForEach @(
        '{"sequence":-5,"entry":99999999999999,"dropped":"x","quarantined":0}', '{"sequence":"abc"}', '5', '[1]', '{}', '{"entry":'
    ) {
        Invoke-Inside { param($state) Write-GfaStateFile -StatePath $state -Name identity -Value @{ hostId = 'host-1' } }
        1..3 | ForEach-Object { $null = Invoke-Inside $add }
        Set-Content "$state/counters.json" $_
        $null = Invoke-Inside $add
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (1..4)
    }

    It 'goes on counting where the file of its counters was lost' {
        1..3 | ForEach-Object { $null = Invoke-Inside $add }
        Invoke-Inside { param($state) Write-GfaStateFile -StatePath $state -Name identity -Value @{ hostId = 'host-1' } }
        Remove-Item "$state/counters.json"
        $null = Invoke-Inside $add
        @(Invoke-Inside { param($state) Get-GfaSpoolEntry -StatePath $state }).Sequence | Should -Be (1..4)
    }

    It 'keeps what it has where a full disk writes a file short without an error' {
        $null = Invoke-Inside $add
        Invoke-Inside { param($state) Add-GfaCounter -StatePath $state -Name dropped -By 3 }
        Set-Content "$state/work/context.txt" ''
        Mock Set-Content -ModuleName GuardedFabricAgent { $null = New-Item -Path $LiteralPath -ItemType File -Force }
        { Invoke-Inside { param($state) Add-GfaCounter -StatePath $state -Name dropped } } | Should -Throw '*make room*'
        { Invoke-Inside { param($state) Write-GfaSpoolEntry -StatePath $state -EnrolmentId host-1 -SnapshotId ([guid]::NewGuid()) -Json '{"a":1}' } } | Should -Throw '*make room*'
        { InModuleScope GuardedFabricAgent { Get-GfaByteHash ([byte[]](1, 2)) } } | Should -Throw '*make room*'
        Invoke-Inside { param($state) Write-GfaFactFile -Name host -ResultPath (Join-Path $state work) }
        @(Get-ChildItem "$state/work").Name | Should -Be @('context.txt', 'host.claim')
        (Invoke-Inside { param($state) Read-GfaCounter -StatePath $state }).dropped | Should -Be 3
        @(Get-ChildItem $state -File).Name | Should -Be 'counters.json'
    }

    It 'reads the new file where a crash came between removing the old one and renaming' {
        Invoke-Inside { param($state) Write-GfaStateFile -StatePath $state -Name status -Value @{ serverEpoch = 'one' } }
        Move-Item "$state/status.json" "$state/status.json.new"
        (Invoke-Inside { param($state) Read-GfaStateFile -StatePath $state -Name status }).serverEpoch | Should -Be one
    }

    It 'keeps what a crash left beside a state file, also where a full disk keeps the next one from being written' {
        Invoke-Inside { param($state) Add-GfaCounter -StatePath $state -Name dropped -By 3 }
        Move-Item "$state/counters.json" "$state/counters.json.new"
        Mock Write-GfaFile -ModuleName GuardedFabricAgent { throw 'full' }
        { Invoke-Inside { param($state) Add-GfaCounter -StatePath $state -Name dropped } } | Should -Throw full
        (Invoke-Inside { param($state) Read-GfaCounter -StatePath $state }).dropped | Should -Be 3
    }

    It 'is let in on a full disk, on which it cannot be named' {
        Mock Set-Content -ModuleName GuardedFabricAgent { }
        Invoke-Inside { param($state) Enter-GfaLock -StatePath $state } | Should -BeTrue
        Invoke-Inside { param($state) Enter-GfaLock -StatePath $state } | Should -BeFalse
    }

    It 'lets one run in at a time, and takes over from one that is gone' {
        Invoke-Inside { param($state) Enter-GfaLock -StatePath $state } | Should -BeTrue
        Invoke-Inside { param($state) Enter-GfaLock -StatePath $state } | Should -BeFalse
        Invoke-Inside { param($state) Exit-GfaLock -StatePath $state }
        Set-Content "$state/agent.lock" '999999999'
        Invoke-Inside { param($state) Enter-GfaLock -StatePath $state } | Should -BeTrue
    }

    It 'sends a sequence only within its own enrolment' {
        $null = Invoke-Inside $add
        $texts = foreach ($id in 'host-1', 'host-2') {
            InModuleScope GuardedFabricAgent -Parameters @{ state = $state; id = $id } {
                param($state, $id)
                $batch = @(Select-GfaBatch -StatePath $state -Entry @(Get-GfaSpoolEntry -StatePath $state) -MaximumCount 10)
                New-GfaEnvelope -Batch $batch -EnrolmentId $id -Pending 0 -Dropped 0
            }
        }
        ($texts[0] | ConvertFrom-Json).snapshots[0].sequence | Should -Be 1
        ($texts[1] | ConvertFrom-Json).snapshots[0].PSObject.Properties.Name | Should -Be 'a'
    }
}
