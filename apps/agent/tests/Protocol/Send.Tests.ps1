# Against the real server, in Constrained Language Mode. From the environment: GF_TEST_SERVER,
# GF_TEST_TOKEN_FILE (a token for many hosts), GF_TEST_STATE_DIR (an empty folder).
BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    $server = $env:GF_TEST_SERVER
    $tokenFile = $env:GF_TEST_TOKEN_FILE

    # A new host each time: a machine id, a name and a state folder of its own.
    function New-TestHost {
        $id = [guid]::NewGuid().ToString()
        $path = New-StubHost -Change {
            param($table)
            $table.cim.Win32_ComputerSystemProduct.UUID = $id
            $table.cim.Win32_ComputerSystem.DNSHostName = "HV-$($id.Substring(0, 8))"
        }.GetNewClosure()
        @{ Description = $path; State = (Join-Path $env:GF_TEST_STATE_DIR $id) }
    }

    function Invoke-OnHost {
        param([hashtable]$On, [scriptblock]$Script)
        $environment = @{ GF_TEST_STATE = $On.State; GF_TEST_SERVER = $server; GF_TEST_TOKEN_FILE = $tokenFile }
        Invoke-AgentScript -Script $Script -StubHost $On.Description -Environment $environment
    }

    function Register-TestHost {
        $made = New-TestHost
        $null = Invoke-OnHost $made { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $env:GF_TEST_STATE }
        $made
    }

    function Read-State { param([hashtable]$Of, [string]$Name) Get-Content "$($Of.State)/$Name.json" -Raw | ConvertFrom-Json -AsHashtable -DateKind String }
    function Edit-State {
        param([hashtable]$Of, [string]$Name, [hashtable]$Change)
        $value = Read-State $Of $Name
        foreach ($key in $Change.Keys) { $value[$key] = $Change[$key] }
        $value | ConvertTo-Json | Set-Content "$($Of.State)/$Name.json"
    }

    # Puts texts into the spool as the agent does.
    function Add-Spooled {
        param([hashtable]$To, [string[]]$Json)
        $env:GF_TEST_TEXTS = Join-Path $To.State 'texts.json'
        ConvertTo-Json @($Json) | Set-Content $env:GF_TEST_TEXTS
        $null = Invoke-OnHost $To {
            foreach ($text in Get-Content $env:GF_TEST_TEXTS -Raw | ConvertFrom-Json) {
                $id = ($text | ConvertFrom-Json).snapshotId
                & (Get-Module GuardedFabricAgent) { param($text, $id) Add-GfaSpoolEntry -StatePath $env:GF_TEST_STATE -HostId (Read-GfaStateFile -StatePath $env:GF_TEST_STATE -Name identity).hostId -SnapshotId $id -Json $text } $text $id
            }
        }
    }

    function New-SnapshotText {
        param([datetime]$At = [datetime]::UtcNow, [hashtable]$With = @{})
        $value = @{
            snapshotId = [guid]::NewGuid().ToString()
            collectedAt = $At.ToUniversalTime().ToString('o')
            agent = @{ version = '1.0.0' }
            host = @{ hostname = 'HV-TEST' }
            hgsClient = @{ isHostGuarded = $true; attestationStatus = 'Passed'; attestationSubstatus = 'NoInformation' }
            facts = @{}
        }
        foreach ($key in $With.Keys) { $value[$key] = $With[$key] }
        $value | ConvertTo-Json -Depth 10 -Compress
    }
    $send = { Send-GuardedFabricSnapshot -StatePath $env:GF_TEST_STATE -Force }
}

Describe 'enrolment' {
    It 'keeps its credential where nobody else reads it, and neither token nor credential anywhere else' {
        $made = Register-TestHost
        $identity = Read-State $made identity
        $identity.credential | Should -Match '^gfh_'
        if (-not $IsWindows) { (Get-Item "$($made.State)/identity.json").UnixMode | Should -Be '-rw-------' }
        $secrets = @($identity.credential, (Get-Content $tokenFile -Raw).Trim())
        Get-ChildItem $made.State -Recurse -File | Where-Object Name -ne 'identity.json' | Get-Content |
            Where-Object { $line = $_; @($secrets | Where-Object { "$line".Contains($_) }).Count -gt 0 } | Should -BeNullOrEmpty
    }

    It 'run again changes nothing' {
        $made = Register-TestHost
        $before = (Read-State $made identity).credential
        $again = Invoke-OnHost $made { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $env:GF_TEST_STATE }
        $again[0].Enrolled | Should -BeFalse
        (Read-State $made identity).credential | Should -Be $before
    }

    It 'with its answer lost is made again by the same token' {
        $made = Register-TestHost
        $first = Read-State $made identity
        Remove-Item $made.State -Recurse
        $again = Invoke-OnHost $made { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $env:GF_TEST_STATE }
        $again[0].HostId | Should -Be $first.hostId
        (Read-State $made identity).credential | Should -Not -Be $first.credential
    }

    It 'of a live host is refused with the way out' {
        $made = Register-TestHost
        (Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE })[0].Outcome | Should -Be Sent
        Remove-Item $made.State -Recurse
        $said = Invoke-OnHost $made { try { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN_FILE -StatePath $env:GF_TEST_STATE } catch { "$($_.Exception.Message)" } }
        $said[0] | Should -Match 'allow-reenroll'
    }

    It 'with a token that is none is refused as such' {
        $made = New-TestHost
        $env:GF_TEST_WRONG = Join-Path $env:GF_TEST_STATE_DIR 'wrong'
        Set-Content $env:GF_TEST_WRONG 'gfe_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
        $said = Invoke-OnHost $made { try { Register-GuardedFabricHost -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_WRONG -StatePath $env:GF_TEST_STATE } catch { "$($_.Exception.Message)" } }
        $said[0] | Should -Match 'does not accept the enrolment token'
        Test-Path "$($made.State)/identity.json" | Should -BeFalse
    }
}

Describe 'sending' {
    It 'is taken once however often it is sent' {
        $made = Register-TestHost
        (Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE })[0].Stored | Should -Be 1
        Move-Item "$($made.State)/sent/*.json" "$($made.State)/spool"
        $again = (Invoke-OnHost $made $send)[0]
        $again.Stored | Should -Be 0
        $again.Duplicate | Should -Be 1
        @(Get-ChildItem "$($made.State)/sent").Count | Should -Be 1
    }

    It 'drains what has waited, all of it' {
        $made = Register-TestHost
        Add-Spooled $made (1..150 | ForEach-Object { New-SnapshotText -At ([datetime]::UtcNow.AddMinutes(-5 * (151 - $_))) })
        $sent = (Invoke-OnHost $made $send)[0]
        $sent.Outcome | Should -Be Sent
        $sent.Stored | Should -Be 150
        $sent.Pending | Should -Be 0
    }

    It 'sets aside what the server will never take, and goes on with the rest' {
        $made = Register-TestHost
        $huge = New-SnapshotText -With @{ facts = @{ diagnostics = @{ status = 'ok'; value = @{ text = 'x' * 300000 } } } }
        $tooHuge = New-SnapshotText -With @{ facts = @{ diagnostics = @{ status = 'ok'; value = @{ text = 'x' * 1200000 } } } }
        $timeless = New-SnapshotText -With @{ collectedAt = 'yesterday' }
        Add-Spooled $made @((New-SnapshotText), $huge, $timeless, $tooHuge, (New-SnapshotText))
        $sent = (Invoke-OnHost $made $send)[0]
        $sent.Outcome | Should -Be Sent
        $sent.Stored | Should -Be 2
        $sent.Rejected | Should -Be 3
        @(Get-ChildItem "$($made.State)/quarantine").Count | Should -Be 3
        (Read-State $made counters).quarantined | Should -Be 3
    }

    It 'sends again what a restored database may have lost' {
        $made = Register-TestHost
        $null = Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE }
        Edit-State $made status @{ serverEpoch = 'another' }
        $run = (Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE })[0]
        $run.Stored | Should -Be 1
        $run.Duplicate | Should -Be 1
        @(Get-ChildItem "$($made.State)/sent").Count | Should -Be 2
    }
}

Describe 'the credential' {
    It 'that is refused keeps everything and waits an hour' {
        $made = Register-TestHost
        $credential = (Read-State $made identity).credential
        Edit-State $made identity @{ credential = 'gfh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' }
        $run = (Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE })[0]
        $run.Outcome | Should -Be Refused
        $run.ExitCode | Should -Be 4
        $run.Pending | Should -Be 1
        ([datetime](Read-State $made status).notBefore - [datetime]::Now).TotalMinutes | Should -BeGreaterThan 55
        Edit-State $made identity @{ credential = $credential }
        (Invoke-OnHost $made { Send-GuardedFabricSnapshot -StatePath $env:GF_TEST_STATE })[0].Outcome | Should -Be Waiting
        (Invoke-OnHost $made $send)[0].Stored | Should -Be 1
    }

    It 'before the refused one is tried once' {
        $made = Register-TestHost
        $credential = (Read-State $made identity).credential
        Edit-State $made identity @{ credential = 'gfh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'; previousCredential = $credential }
        (Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE })[0].Outcome | Should -Be Sent
        (Read-State $made identity).credential | Should -Be $credential
    }

    It 'is another one after thirty days, and the sequence goes on' {
        $made = Register-TestHost
        $credential = (Read-State $made identity).credential
        $null = Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE }
        Edit-State $made identity @{ issuedAt = [datetime]::UtcNow.AddDays(-31).ToString('o') }
        (Invoke-OnHost $made { Invoke-GuardedFabricAgent -StatePath $env:GF_TEST_STATE })[0].Outcome | Should -Be Sent
        $identity = Read-State $made identity
        $identity.credential | Should -Not -Be $credential
        $identity.previousCredential | Should -Be $credential
        (Read-State $made counters).sequence | Should -Be 2
    }
}
