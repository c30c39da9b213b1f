# What is made of a run that was ended.
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    $ended = @{ snapshotId = '6f1c2a4e-0000-4000-8000-000000000001'; startedAt = '2026-11-24T09:32:06.120Z'; enrolmentId = 'host-1' }
    # A state with the folder of a run that was ended: the facts it had put down, and those it had only begun with.
    function New-EndedState {
        param([hashtable]$Fact, [string[]]$Begun = @())
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } { param($state) Initialize-GfaState -StatePath $state }
        $folder = New-Item "$state/work/$($ended.snapshotId)" -ItemType Directory
        $ended | ConvertTo-Json | Set-Content "$folder/run.json"
        foreach ($name in @($Fact.Keys) + $Begun) { Set-Content "$folder/$name.claim" '{}' }
        foreach ($name in $Fact.Keys) { Set-Content "$folder/$name.json" $Fact[$name] -NoNewline }
        $state
    }
    function Resume-Ended {
        param([string]$State)
        $isFound = InModuleScope GuardedFabricAgent -Parameters @{ state = $State } { param($state) Resume-GfaRun -StatePath $state }
        $texts = @(Get-ChildItem "$State/spool" -Filter *.json | ForEach-Object { Get-Content $_.FullName -Raw | ConvertFrom-Json })
        @{ IsFound = $isFound; Snapshot = $texts[0]; Count = $texts.Count; Left = @(Get-ChildItem "$State/work").Count }
    }
    $client = '{"status":"ok","value":{"attestationStatus":"Passed"}}'
}

Describe 'a run that was ended' {
    It 'costs only the fact whose file a power cut left unreadable: <Name>' -ForEach @(
        @{ Name = 'NULs'; Torn = "`0`0`0`0" }
        @{ Name = 'nothing'; Torn = '' }
        @{ Name = 'half'; Torn = '{"status":"ok","val' }
    ) {
        $found = Resume-Ended (New-EndedState @{ hgsClient = $client; boot = $Torn })
        $found.IsFound, $found.Count, $found.Left | Should -Be @($true, 1, 0)
        $found.Snapshot.hgsClient.attestationStatus | Should -Be Passed
        $found.Snapshot.facts.boot.status | Should -Be failed
        $found.Snapshot.facts.boot.reason | Should -Match 'could not be read'
    }

    It 'says what HGS could not be read for where that file is unreadable' {
        $found = Resume-Ended (New-EndedState @{ hgsClient = "`0`0"; boot = '{"status":"ok","value":{}}' })
        $found.Snapshot.hgsClient.attestationStatus | Should -BeNullOrEmpty
        $found.Snapshot.hgsClient.readError | Should -Match 'could not be read'
    }

    It 'does not stop the runs after it where its snapshot cannot be kept' {
        $state = New-EndedState @{ hgsClient = $client }
        $left = InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            Mock Add-GfaSpoolEntry { throw 'There is not enough space on the disk.' }
            Resume-GfaRun -StatePath $state
            @(Get-ChildItem "$state/work").Count
        }
        $left | Should -Be @($false, 0)
        Get-Content "$state/agent.log" -Raw | Should -Match ' 2010 Warning .*not enough space'
    }

    It 'is sent also where it was ended while it read the HGS client' {
        $found = Resume-Ended (New-EndedState @{ boot = '{"status":"ok","value":{}}' } -Begun hgsClient)
        $found.IsFound, $found.Count | Should -Be @($true, 1)
        $found.Snapshot.hgsClient.attestationStatus | Should -BeNullOrEmpty
        $found.Snapshot.hgsClient.readError | Should -Be 'hung: hgsClient had not returned when this run was ended.'
    }

    It 'is not sent where HGS had not been asked' {
        $found = Resume-Ended (New-EndedState @{ boot = '{"status":"ok","value":{}}' })
        $found.IsFound, $found.Count, $found.Left | Should -Be @($false, 0, 0)
    }

    It 'finds each fact whole or not at all' {
        $folder = "$TestDrive/facts"
        $null = New-Item $folder -ItemType Directory
        $names = InModuleScope GuardedFabricAgent -Parameters @{ folder = $folder } {
            param($folder)
            # Ended before what was written got its name.
            Mock Move-Item { throw 'ended' }
            $null = Save-GfaFact -Folder $folder -Name boot -Json '{}'
            (Get-ChildItem $folder -Filter *.json).Name
        }
        $names | Should -BeNullOrEmpty
    }
}
